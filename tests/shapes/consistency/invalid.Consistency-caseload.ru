PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:caseload hrm:value ?old }
INSERT { p:caseload hrm:value 6 }
WHERE { p:caseload hrm:value ?old }
