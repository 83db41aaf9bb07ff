PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX standing: <https://w3id.org/hrmkg/vocab/standing/>
PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
DELETE { p:individual-complaints.Example hrm:standing ?old }
INSERT { p:individual-complaints.Example hrm:standing standing:signed }
WHERE { p:individual-complaints.Example hrm:standing ?old }
