PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
DELETE { p:remand-prisoners hrm:labelAsPrinted ?old }
INSERT { p:remand-prisoners hrm:labelAsPrinted "В СИЗО, Имяреков И. И."@ru }
WHERE { p:remand-prisoners hrm:labelAsPrinted ?old }
