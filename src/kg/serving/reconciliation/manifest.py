"""What the service says of itself in each version."""

from __future__ import annotations

from typing import Any

from kg import release as program
from kg.linking.entity import KINDS
from kg.linking.index import Index
from kg.mapping.terms import HRM
from kg.serving import texts
from kg.serving.reconciliation import wording
from kg.serving.reconciliation.reading import BATCH, DRAFT, OLD
from kg.serving.release import Release

PATH = "reconcile"
WIDTH, HEIGHT = 420, 260
"""Pixels of a preview."""


def old(release: Release, index: Index, language: str) -> dict[str, Any]:
    """The manifest of 0.2."""
    root = release.base_url.rstrip("/")
    kinds = ("entity", "property", "type")
    suggest = {
        kind: {
            "service_url": root,
            "service_path": f"/{PATH}/suggest/{kind}",
            "flyout_service_url": root,
            "flyout_service_path": f"/{PATH}/flyout/{kind}?id=${{id}}",
        }
        for kind in kinds
    }
    limit = {"type": "number", "name": "limit", "label": texts.head("reconcile-limit")[language], "default": 0}
    return _both(release, index, language) | {
        "identifierSpace": release.base,
        "schemaSpace": HRM,
        "view": {"url": f"{root}/{PATH}/view?id={{{{id}}}}"},
        "preview": {"url": f"{root}/{PATH}/preview?id={{{{id}}}}&lang={language}", "width": WIDTH, "height": HEIGHT},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": root, "service_path": f"/{PATH}/extend/propose"},
            "property_settings": [limit | {"help_text": texts.say("reconcile-limit")[language]}],
        },
        "batch_size": BATCH,
    }


def draft(release: Release, index: Index, language: str) -> dict[str, Any]:
    """The manifest of the draft: all other addresses follow from that of the service."""
    limit = {"type": "number", "id": "limit", "name": texts.head("reconcile-limit")[language], "default": 0}
    return _both(release, index, language) | {
        "view": {"url": f"{release.base_url}{{+id}}"},
        "preview": {"width": WIDTH, "height": HEIGHT},
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": [limit | {"helpText": texts.say("reconcile-limit")[language]}]},
        "lang": language,
        "standardizedScore": True,
    }


def _both(release: Release, index: Index, language: str) -> dict[str, Any]:
    top = [kind.id for kind in KINDS if not kind.broader]
    return {
        "versions": [OLD, DRAFT],
        "name": texts.head("reconcile-title")[language],
        "defaultTypes": [{"id": kind, "name": wording.type_name(kind, index, language)} for kind in top],
        "documentation": release.base_url,
        "serviceVersion": f"{program.__version__} ({release.id})",
        "batchSize": BATCH,
    }
