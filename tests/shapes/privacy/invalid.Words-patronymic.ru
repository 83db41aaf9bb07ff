PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:remand-prisoners hrm:labelAsPrinted ?old }
INSERT { p:remand-prisoners hrm:labelAsPrinted "В СИЗО, Имярек Имярекович"@ru }
WHERE { p:remand-prisoners hrm:labelAsPrinted ?old }
