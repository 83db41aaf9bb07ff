PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE { p:narrative.19 dct:isPartOf ?profile }
INSERT { p:narrative.19 qb:dataSet p:figures }
WHERE { p:narrative.19 dct:isPartOf ?profile }
