PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX inst: <https://w3id.org/hrmkg/instrument/>
PREFIX area: <https://w3id.org/hrmkg/area/>
DELETE { inst:Example-OP hrm:parent ?old }
INSERT { inst:Example-OP hrm:parent area:XEX }
WHERE { inst:Example-OP hrm:parent ?old }
