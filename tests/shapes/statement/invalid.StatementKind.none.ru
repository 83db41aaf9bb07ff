PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
DELETE WHERE { p:narrative.19 a ?any }
