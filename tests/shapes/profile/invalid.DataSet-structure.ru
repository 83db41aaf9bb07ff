PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE WHERE { p:assessments qb:structure ?any }
