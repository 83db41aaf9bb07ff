PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE { p:prison-staff dct:isPartOf profile:1 }
INSERT { p:prison-staff qb:dataSet p:figures }
WHERE {}
