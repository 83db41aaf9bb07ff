PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX inst: <https://w3id.org/hrmkg/instrument/>
DELETE WHERE { inst:Example-OP hrm:parent ?any }
