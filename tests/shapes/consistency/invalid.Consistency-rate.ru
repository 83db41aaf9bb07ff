PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:law-enforcement-budget.KZT hrm:value ?v ; hrm:lowerBound ?l ; hrm:upperBound ?u }
INSERT { p:law-enforcement-budget.KZT hrm:value 508000 ; hrm:lowerBound 507500 ; hrm:upperBound 508500 }
WHERE { p:law-enforcement-budget.KZT hrm:value ?v ; hrm:lowerBound ?l ; hrm:upperBound ?u }
