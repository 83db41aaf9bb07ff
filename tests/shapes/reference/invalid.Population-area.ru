PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX population: <https://w3id.org/hrmkg/population/>
DELETE WHERE { population:XEX-2020 hrm:area ?old }
