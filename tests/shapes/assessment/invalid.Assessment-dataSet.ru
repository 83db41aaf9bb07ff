PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE { p:prohibition qb:dataSet ?old }
INSERT { p:prohibition qb:dataSet p:figures }
WHERE { p:prohibition qb:dataSet ?old }
