PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX ind: <https://w3id.org/hrmkg/vocab/indicator/>
INSERT DATA { p:narrative.19 hrm:indicator ind:coverage }
