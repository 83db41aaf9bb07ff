PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:cases-opened hrm:value ?old }
INSERT { p:cases-opened hrm:value 90000000 }
WHERE { p:cases-opened hrm:value ?old }
