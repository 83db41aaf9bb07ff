PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:prison-population hrm:asPrinted ?old }
INSERT { p:prison-population hrm:asPrinted "1000"@ru }
WHERE { p:prison-population hrm:asPrinted ?old }
