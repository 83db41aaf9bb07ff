PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX record: <https://w3id.org/hrmkg/record/>
PREFIX status: <https://w3id.org/hrmkg/vocab/record-status/>
DELETE { record:XEX-Other hrm:recordStatus ?old }
INSERT { record:XEX-Other hrm:recordStatus status:signatory }
WHERE { record:XEX-Other hrm:recordStatus ?old }
