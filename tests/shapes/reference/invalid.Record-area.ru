PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX record: <https://w3id.org/hrmkg/record/>
DELETE WHERE { record:XEX-Example hrm:area ?any }
