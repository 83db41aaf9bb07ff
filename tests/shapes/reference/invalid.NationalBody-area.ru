PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX body: <https://w3id.org/hrmkg/body/>
DELETE WHERE { body:KAZ-prosecution hrm:area ?any }
