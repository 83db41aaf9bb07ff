PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:convicted-prisoners.women hrm:subsetOf ?old }
INSERT { p:convicted-prisoners.women hrm:subsetOf p:figures }
WHERE { p:convicted-prisoners.women hrm:subsetOf ?old }
