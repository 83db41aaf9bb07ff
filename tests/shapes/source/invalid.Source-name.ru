PREFIX source: <https://w3id.org/hrmkg/source/>
INSERT { source:ffffffffffffffff ?property ?value }
WHERE { source:47c72f494c977fec ?property ?value }
