PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { act:XEX-Example-ratification hrm:earliest ?e ; hrm:latest ?l }
INSERT { act:XEX-Example-ratification hrm:earliest "1999-02-03"^^xsd:date ; hrm:latest "1999-02-03"^^xsd:date }
WHERE { act:XEX-Example-ratification hrm:earliest ?e ; hrm:latest ?l }
