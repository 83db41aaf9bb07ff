PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX population: <https://w3id.org/hrmkg/population/>
DELETE { population:XEX-2020 hrm:inhabitants ?old }
INSERT { population:XEX-2020 hrm:inhabitants 0 }
WHERE { population:XEX-2020 hrm:inhabitants ?old }
