PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX record: <https://w3id.org/hrmkg/record/>
PREFIX status: <https://w3id.org/hrmkg/vocab/record-status/>
DELETE { record:XEX-Former hrm:recordStatus ?old }
INSERT { record:XEX-Former hrm:recordStatus status:no-action }
WHERE { record:XEX-Former hrm:recordStatus ?old }
