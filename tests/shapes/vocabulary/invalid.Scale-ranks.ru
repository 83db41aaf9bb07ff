PREFIX ex: <https://example.org/vocab/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { ex:scale-example.yes hrm:rank ?old }
INSERT { ex:scale-example.yes hrm:rank 3 }
WHERE { ex:scale-example.yes hrm:rank ?old }
