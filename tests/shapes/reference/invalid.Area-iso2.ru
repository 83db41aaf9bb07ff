PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX area: <https://w3id.org/hrmkg/area/>
DELETE { area:XEX hrm:iso2 ?old }
INSERT { area:XEX hrm:iso2 "xe" }
WHERE { area:XEX hrm:iso2 ?old }
