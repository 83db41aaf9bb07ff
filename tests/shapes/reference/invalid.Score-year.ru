PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX score: <https://w3id.org/hrmkg/index-score/>
DELETE { score:XEX-2019 hrm:year ?old }
INSERT { score:XEX-2019 hrm:year 1999 }
WHERE { score:XEX-2019 hrm:year ?old }
