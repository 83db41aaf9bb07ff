PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX score: <https://w3id.org/hrmkg/index-score/>
DELETE { score:XEX-2020-sixth hrm:score ?old }
INSERT { score:XEX-2020-sixth hrm:score "many" }
WHERE { score:XEX-2020-sixth hrm:score ?old }
