PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:figures hrm:edition ?old }
INSERT { p:figures hrm:edition "2" }
WHERE { p:figures hrm:edition ?old }
