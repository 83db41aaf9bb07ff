PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX dct: <http://purl.org/dc/terms/>
INSERT DATA { profile:1 dct:description "A second description"@en }
