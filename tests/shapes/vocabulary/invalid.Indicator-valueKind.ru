PREFIX ex: <https://example.org/vocab/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE WHERE { ex:ind-example-count hrm:valueKind ?old }
