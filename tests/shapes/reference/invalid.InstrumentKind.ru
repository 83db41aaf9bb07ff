PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX inst: <https://w3id.org/hrmkg/instrument/>
DELETE DATA { inst:Example-OP a hrm:Treaty, hrm:Protocol }
