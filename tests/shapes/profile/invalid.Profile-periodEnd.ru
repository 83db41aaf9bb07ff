PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { profile:1 hrm:periodEnd "2022-12-31"^^xsd:date }
