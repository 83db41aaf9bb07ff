PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX status: <https://w3id.org/hrmkg/vocab/record-status/>
PREFIX record: <https://w3id.org/hrmkg/record/>
DELETE { record:XEX-Example hrm:recordStatus ?old }
INSERT { record:XEX-Example hrm:recordStatus status:signatory }
WHERE { record:XEX-Example hrm:recordStatus ?old }
