PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { <https://example.org/somebody> schema:birthDate "1970-01-01"^^xsd:date }
