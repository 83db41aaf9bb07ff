PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { act:XEX-Example-ratification hrm:earliest ?old }
INSERT { act:XEX-Example-ratification hrm:earliest "2001-02-04"^^xsd:date }
WHERE { act:XEX-Example-ratification hrm:earliest ?old }
