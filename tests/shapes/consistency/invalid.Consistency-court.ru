PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:sent-to-court hrm:value ?old }
INSERT { p:sent-to-court hrm:value 60 }
WHERE { p:sent-to-court hrm:value ?old }
