PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE DATA { profile:1 dct:title "Kazakhstan, an invented profile"@en } ;
INSERT DATA { profile:1 dct:title "Kazakhstan, an invented profile"@eng }
