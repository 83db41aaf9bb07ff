PREFIX body: <https://w3id.org/hrmkg/body/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
INSERT DATA { body:KAZ-president foaf:familyName "Somebody" }
