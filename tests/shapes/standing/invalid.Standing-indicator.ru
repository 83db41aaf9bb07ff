PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX inst: <https://w3id.org/hrmkg/instrument/>
DELETE { p:opcat-standing hrm:instrument ?old }
INSERT { p:opcat-standing hrm:instrument inst:CAT }
WHERE { p:opcat-standing hrm:instrument ?old }
