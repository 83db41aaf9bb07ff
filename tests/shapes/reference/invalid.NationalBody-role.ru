PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX body: <https://w3id.org/hrmkg/body/>
PREFIX area: <https://w3id.org/hrmkg/area/>
DELETE { body:KAZ-prosecution hrm:role ?old }
INSERT { body:KAZ-prosecution hrm:role area:KAZ }
WHERE { body:KAZ-prosecution hrm:role ?old }
