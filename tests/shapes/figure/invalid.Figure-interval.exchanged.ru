PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:prison-staff hrm:lowerBound 60 ; hrm:upperBound 70 }
INSERT { p:prison-staff hrm:lowerBound 70 ; hrm:upperBound 60 }
WHERE {}
