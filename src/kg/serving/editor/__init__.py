"""The query editor at ``/query``: a form that works without scripts, and what a script adds to it.

The server draws everything: the library with its parameters, the answer with labels, downloads, mistakes and the diagnosis of an empty
answer. A script (``static/``) turns the text field into an editor that completes names, fetches the same pages without leaving this one,
and draws charts.

An address with ``query`` is that of an answer, and runs: it is what is shared, and a release never answers otherwise. An address with
``question`` fills the field and runs nothing without ``run``; nor does ``#query=``, which Yasgui writes.
"""
