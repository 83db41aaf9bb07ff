PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { act:XEX-Example-ratification hrm:latest "2001-02-05"^^xsd:date }
