PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { act:XEX-Former-denunciation hrm:earliest ?e ; hrm:latest ?l }
INSERT { act:XEX-Former-denunciation hrm:earliest "2003-10-10"^^xsd:date ; hrm:latest "2003-10-10"^^xsd:date }
WHERE { act:XEX-Former-denunciation hrm:earliest ?e ; hrm:latest ?l }
