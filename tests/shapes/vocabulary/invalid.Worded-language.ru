PREFIX ex: <https://example.org/vocab/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { ex:scale-example.no hrm:wording ?old }
INSERT { ex:scale-example.no hrm:wording "Вовсе нет" }
WHERE { ex:scale-example.no hrm:wording ?old }
