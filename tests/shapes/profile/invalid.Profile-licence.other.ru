PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX area: <https://w3id.org/hrmkg/area/>
DELETE { profile:1 dct:license ?old }
INSERT { profile:1 dct:license area:KAZ }
WHERE { profile:1 dct:license ?old }
