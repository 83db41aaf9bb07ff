PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE { profile:1 dct:spatial ?old }
INSERT { profile:1 dct:spatial "Kazakhstan" }
WHERE { profile:1 dct:spatial ?old }
