PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE WHERE { profile:1 hrm:periodBasis ?any }
