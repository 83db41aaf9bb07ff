PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX body: <https://w3id.org/hrmkg/body/>
INSERT DATA { p:investigating-body.KAZ-prosecution hrm:body body:any }
