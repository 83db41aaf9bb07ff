PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX standing: <https://w3id.org/hrmkg/vocab/standing/>
DELETE { p:individual-complaints.CAT-art22 hrm:standing ?old }
INSERT { p:individual-complaints.CAT-art22 hrm:standing standing:ratified }
WHERE { p:individual-complaints.CAT-art22 hrm:standing ?old }
