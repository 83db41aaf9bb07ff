PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX vocab: <https://w3id.org/hrmkg/vocab/>
DELETE { p:prison-population qb:dataSet ?old }
INSERT { p:prison-population qb:dataSet p:others . p:others dct:isPartOf profile:1 ; qb:structure vocab:figure-cube }
WHERE { p:prison-population qb:dataSet ?old }
