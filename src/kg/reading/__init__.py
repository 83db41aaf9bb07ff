"""Document → lines with exact offsets; one module a document form. Knows nothing of meaning.

``text`` reads plain text; ``sidecar`` reads what is declared beside a document, ``waiver`` its waivers, ``day`` their dates. Other forms
(HTML, DOCX, PDF, XLSX) will be extracted to the same canonical text first, so that offsets mean the same everywhere.
"""
