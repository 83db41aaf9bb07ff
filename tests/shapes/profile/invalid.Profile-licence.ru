PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE { profile:1 dct:license ?old }
INSERT { profile:1 dct:license "CC BY 4.0" }
WHERE { profile:1 dct:license ?old }
