PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE WHERE { p:prison-staff hrm:lowerBound ?l ; hrm:upperBound ?u }
