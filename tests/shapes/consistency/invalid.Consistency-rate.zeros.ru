PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:law-enforcement-budget.USD hrm:value ?old }
INSERT { p:law-enforcement-budget.USD hrm:value 2000 }
WHERE { p:law-enforcement-budget.USD hrm:value ?old }
