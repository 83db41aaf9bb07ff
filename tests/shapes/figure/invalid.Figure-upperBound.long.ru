PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:prison-staff hrm:upperBound ?old }
INSERT { p:prison-staff hrm:upperBound 7000000000000000 }
WHERE { p:prison-staff hrm:upperBound ?old }
