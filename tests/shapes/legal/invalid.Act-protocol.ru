PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { act:XEX-Sample-OP-accession hrm:earliest ?e ; hrm:latest ?l }
INSERT { act:XEX-Sample-OP-accession hrm:earliest "2002-06-06"^^xsd:date ; hrm:latest "2002-06-06"^^xsd:date }
WHERE { act:XEX-Sample-OP-accession hrm:earliest ?e ; hrm:latest ?l }
