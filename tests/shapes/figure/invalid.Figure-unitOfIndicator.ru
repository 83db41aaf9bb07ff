PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX unit: <https://w3id.org/hrmkg/vocab/unit/>
DELETE { p:convicted-prisoners.children-with-mothers hrm:unit ?old }
INSERT { p:convicted-prisoners.children-with-mothers hrm:unit unit:case }
WHERE { p:convicted-prisoners.children-with-mothers hrm:unit ?old }
