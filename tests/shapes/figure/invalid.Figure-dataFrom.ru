PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX area: <https://w3id.org/hrmkg/area/>
INSERT DATA { p:convicted-prisoners.children-with-mothers hrm:dataFrom area:KAZ }
