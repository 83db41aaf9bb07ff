PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX area: <https://w3id.org/hrmkg/area/>
DELETE { area:XEX hrm:m49 ?old }
INSERT { area:XEX hrm:m49 "99" }
WHERE { area:XEX hrm:m49 ?old }
