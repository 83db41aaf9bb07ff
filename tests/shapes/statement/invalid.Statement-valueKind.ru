PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX ind: <https://w3id.org/hrmkg/vocab/indicator/>
DELETE { p:prison-population hrm:indicator ?old }
INSERT { p:prison-population hrm:indicator ind:coverage }
WHERE { p:prison-population hrm:indicator ?old }
