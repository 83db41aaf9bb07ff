PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE { profile:1 dct:title ?old }
INSERT { profile:1 dct:title "Kazakhstan" }
WHERE { profile:1 dct:title ?old }
