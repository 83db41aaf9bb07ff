PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
DELETE { act:XEX-Example-ratification hrm:kind ?old }
INSERT { act:XEX-Example-ratification hrm:kind "ratification" }
WHERE { act:XEX-Example-ratification hrm:kind ?old }
