PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX body: <https://w3id.org/hrmkg/body/>
DELETE { p:investigating-body.KAZ-prosecution hrm:answersTo ?old }
INSERT { p:investigating-body.KAZ-prosecution hrm:answersTo body:KAZ-prosecution }
WHERE { p:investigating-body.KAZ-prosecution hrm:answersTo ?old }
