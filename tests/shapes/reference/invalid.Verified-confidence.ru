PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
DELETE { act:XEX-Example-ratification hrm:confidence ?old }
INSERT { act:XEX-Example-ratification hrm:confidence "memory" }
WHERE { act:XEX-Example-ratification hrm:confidence ?old }
