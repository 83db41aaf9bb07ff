PREFIX source: <https://w3id.org/hrmkg/source/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE { source:47c72f494c977fec dct:language ?old }
INSERT { source:47c72f494c977fec dct:language "ru" }
WHERE { source:47c72f494c977fec dct:language ?old }
