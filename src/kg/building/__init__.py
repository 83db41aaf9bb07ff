"""A build, from documents to a folder that is switched in: ``sources`` finds what there is to build, ``build`` does it."""

from kg.building.build import Outcome, run
from kg.building.sources import DOCUMENT, SIDECAR, Options, Source

__all__ = ["DOCUMENT", "SIDECAR", "Options", "Outcome", "Source", "run"]
