PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX standing: <https://w3id.org/hrmkg/vocab/standing/>
DELETE { p:opcat-standing hrm:standing ?old }
INSERT { p:opcat-standing hrm:standing standing:accepted }
WHERE { p:opcat-standing hrm:standing ?old }
