PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX score: <https://w3id.org/hrmkg/index-score/>
DELETE WHERE { score:XEX-2019 hrm:area ?old }
