"""The reconciliation service: Reconciliation Service API 0.2, and 1.0-draft where a client asks for it.

0.2: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/; 1.0-draft: https://reconciliation-api.github.io/specs/draft/.
``routes`` are the addresses below ``/reconcile``, ``reading`` reads requests of both versions within bounds, ``answering`` writes their
answers, ``manifest`` says what is offered, ``wording`` names features and types, ``preview`` draws a thing for other sites.
"""

from kg.serving.reconciliation.routes import Reconciliation

__all__ = ["Reconciliation"]
