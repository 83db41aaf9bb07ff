PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { act:XEX-Example-art9-declaration hrm:earliest ?e ; hrm:latest ?l }
INSERT { act:XEX-Example-art9-declaration hrm:earliest "1999-01-01"^^xsd:date ; hrm:latest "1999-12-31"^^xsd:date }
WHERE { act:XEX-Example-art9-declaration hrm:earliest ?e ; hrm:latest ?l }
