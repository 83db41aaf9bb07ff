PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
INSERT { p:sent-to-court-2 ?property ?value }
WHERE { p:sent-to-court ?property ?value }
