PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { act:XEX-Former-denunciation hrm:effective ?old }
INSERT { act:XEX-Former-denunciation hrm:effective "2009-10-10"^^xsd:date }
WHERE { act:XEX-Former-denunciation hrm:effective ?old }
