PREFIX ex: <https://example.org/vocab/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { ex:scale-example hrm:ranked ?old }
INSERT { ex:scale-example hrm:ranked false }
WHERE { ex:scale-example hrm:ranked ?old }
