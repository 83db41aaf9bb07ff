PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE { p:convicted-prisoners.children-with-mothers qb:dataSet ?old }
INSERT { p:convicted-prisoners.children-with-mothers qb:dataSet p:assessments }
WHERE { p:convicted-prisoners.children-with-mothers qb:dataSet ?old }
