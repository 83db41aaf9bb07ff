PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX prov: <http://www.w3.org/ns/prov#>
DELETE { p:prison-population prov:wasDerivedFrom ?old }
INSERT { p:prison-population prov:wasDerivedFrom <https://w3id.org/hrmkg/source/0123456789abcdef/3-6> }
WHERE { p:prison-population prov:wasDerivedFrom ?old }
