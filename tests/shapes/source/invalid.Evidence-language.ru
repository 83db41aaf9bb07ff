PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:narrative.19 hrm:asPrinted ?old }
INSERT { p:narrative.19 hrm:asPrinted ?new }
WHERE { p:narrative.19 hrm:asPrinted ?old BIND(STRLANG(STR(?old), "en") AS ?new) }
