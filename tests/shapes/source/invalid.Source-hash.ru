PREFIX source: <https://w3id.org/hrmkg/source/>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE { source:47c72f494c977fec dct:identifier ?old }
INSERT { source:47c72f494c977fec dct:identifier "sha256:47c72f494c977fec629513d81a8848ac6ac5665db5ea5f23938ee38d87064e70" }
WHERE { source:47c72f494c977fec dct:identifier ?old }
