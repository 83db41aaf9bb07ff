PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
INSERT { p:prohibition-2 ?property ?value }
WHERE { p:prohibition ?property ?value }
