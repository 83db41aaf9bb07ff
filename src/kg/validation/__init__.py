"""Shapes → report: the engine behind a thin adapter, messages and reports in one layer of ours.

``shapes`` reads shapes graphs, ``engine`` runs pySHACL (the reference; others will stand beside it), ``report`` holds typed results and
writes them, ``passages`` finds the line of the document that a result is about, ``running`` puts them together.
"""
