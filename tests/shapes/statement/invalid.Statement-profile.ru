PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE WHERE { p:narrative.19 dct:isPartOf ?any }
