PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX record: <https://w3id.org/hrmkg/record/>
DELETE { record:XEX-Example hrm:asOf ?old }
INSERT { record:XEX-Example hrm:asOf 2022 }
WHERE { record:XEX-Example hrm:asOf ?old }
