PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { profile:1 hrm:periodStart ?old }
INSERT { profile:1 hrm:periodStart "2022-01-01"^^xsd:date }
WHERE { profile:1 hrm:periodStart ?old }
