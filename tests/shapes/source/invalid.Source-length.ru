PREFIX source: <https://w3id.org/hrmkg/source/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE { source:47c72f494c977fec dct:extent ?old }
INSERT { source:47c72f494c977fec dct:extent 648 }
WHERE { source:47c72f494c977fec dct:extent ?old }
