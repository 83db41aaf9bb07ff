PREFIX ex: <https://example.org/vocab/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { ex:ind-example-answer hrm:scale ?old }
INSERT { ex:ind-example-answer hrm:unit ex:unit-example }
WHERE { ex:ind-example-answer hrm:scale ?old }
