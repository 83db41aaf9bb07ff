PREFIX source: <https://w3id.org/hrmkg/source/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE WHERE { source:47c72f494c977fec dct:format ?any }
