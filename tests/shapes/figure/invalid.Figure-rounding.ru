PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:cost-per-prisoner.KZT hrm:upperBound ?old }
INSERT { p:cost-per-prisoner.KZT hrm:upperBound 580500000 }
WHERE { p:cost-per-prisoner.KZT hrm:upperBound ?old }
