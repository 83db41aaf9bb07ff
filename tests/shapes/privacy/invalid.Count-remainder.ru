PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:convicted-prisoners.women hrm:value ?old }
INSERT { p:convicted-prisoners.women hrm:value 71 }
WHERE { p:convicted-prisoners.women hrm:value ?old }
