PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE WHERE { p:cost-per-prisoner.KZT hrm:sameAmountAs ?old }
