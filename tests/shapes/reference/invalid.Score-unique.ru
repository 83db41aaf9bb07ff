PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX score: <https://w3id.org/hrmkg/index-score/>
DELETE { score:XEX-2020-sixth hrm:publishedIn ?old }
INSERT { score:XEX-2020-sixth hrm:publishedIn "fifth" }
WHERE { score:XEX-2020-sixth hrm:publishedIn ?old }
