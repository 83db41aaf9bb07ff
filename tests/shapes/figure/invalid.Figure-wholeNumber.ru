PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:convicted-prisoners.children-with-mothers hrm:value ?old }
INSERT { p:convicted-prisoners.children-with-mothers hrm:value 3.5 }
WHERE { p:convicted-prisoners.children-with-mothers hrm:value ?old }
