PREFIX ex: <https://example.org/vocab/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
INSERT DATA { ex:ind-example-count hrm:unitType hrm:Currency }
