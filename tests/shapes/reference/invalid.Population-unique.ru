PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX population: <https://w3id.org/hrmkg/population/>
DELETE { population:XEX-2021 hrm:year ?old }
INSERT { population:XEX-2021 hrm:year 2020 }
WHERE { population:XEX-2021 hrm:year ?old }
