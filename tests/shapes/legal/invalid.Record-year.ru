PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX record: <https://w3id.org/hrmkg/record/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { record:XEX-Former hrm:asOf ?old }
INSERT { record:XEX-Former hrm:asOf "2005"^^xsd:gYear }
WHERE { record:XEX-Former hrm:asOf ?old }
