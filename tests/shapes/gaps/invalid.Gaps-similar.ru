PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX reason: <https://w3id.org/hrmkg/vocab/gap-reason/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE { p:prison-population a hrm:Figure ; qb:dataSet ?set ; hrm:value ?value }
INSERT { p:prison-population a hrm:Gap ; dct:isPartOf profile:1 ; hrm:reason reason:similar-label ; hrm:recognition "fuzzy:94" }
WHERE { p:prison-population qb:dataSet ?set ; hrm:value ?value }
