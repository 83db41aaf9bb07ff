PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX inst: <https://w3id.org/hrmkg/instrument/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { inst:Example-OP hrm:opened "2006-01-01"^^xsd:date }
