PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE WHERE { profile:1 dct:title ?any }
