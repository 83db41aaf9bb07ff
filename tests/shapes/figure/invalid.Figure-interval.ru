PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:cost-per-prisoner.EUR hrm:value ?old }
INSERT { p:cost-per-prisoner.EUR hrm:value 1201.5 }
WHERE { p:cost-per-prisoner.EUR hrm:value ?old }
