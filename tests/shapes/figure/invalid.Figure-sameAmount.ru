PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:cost-per-prisoner.KZT hrm:sameAmountAs ?old }
INSERT { p:cost-per-prisoner.KZT hrm:sameAmountAs p:convicted-prisoners.children-with-mothers }
WHERE { p:cost-per-prisoner.KZT hrm:sameAmountAs ?old }
