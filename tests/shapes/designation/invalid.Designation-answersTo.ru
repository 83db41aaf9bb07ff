PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX area: <https://w3id.org/hrmkg/area/>
DELETE { p:investigating-body.KAZ-prosecution hrm:answersTo ?old }
INSERT { p:investigating-body.KAZ-prosecution hrm:answersTo area:KAZ }
WHERE { p:investigating-body.KAZ-prosecution hrm:answersTo ?old }
