PREFIX schema: <https://schema.org/>
INSERT DATA { <https://example.org/somebody> a schema:Person }
