PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX inst: <https://w3id.org/hrmkg/instrument/>
INSERT DATA { inst:Example-OP a hrm:SoftLaw }
