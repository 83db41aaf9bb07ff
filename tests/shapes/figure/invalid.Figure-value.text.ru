PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:convicted-prisoners hrm:value ?old }
INSERT { p:convicted-prisoners hrm:value "80" }
WHERE { p:convicted-prisoners hrm:value ?old }
