PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX unit: <https://w3id.org/hrmkg/vocab/unit/>
DELETE { p:cost-per-prisoner.EUR hrm:unit ?old }
INSERT { p:cost-per-prisoner.EUR hrm:unit unit:complaint-per-person }
WHERE { p:cost-per-prisoner.EUR hrm:unit ?old }
