PREFIX dct: <http://purl.org/dc/terms/>
PREFIX area: <https://w3id.org/hrmkg/area/>
DELETE { ?document dct:language ?old }
INSERT { ?document dct:language area:KAZ }
WHERE { ?document dct:language ?old }
