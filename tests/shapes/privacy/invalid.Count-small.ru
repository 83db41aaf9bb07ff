PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:remand-prisoners hrm:value ?old }
INSERT { p:remand-prisoners hrm:value 9 }
WHERE { p:remand-prisoners hrm:value ?old }
