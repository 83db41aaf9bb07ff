PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:prison-staff hrm:lowerBound ?old }
INSERT { p:prison-staff hrm:lowerBound 60.5 }
WHERE { p:prison-staff hrm:lowerBound ?old }
