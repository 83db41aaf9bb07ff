PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX s: <https://w3id.org/hrmkg/source/47c72f494c977fec/>
PREFIX prov: <http://www.w3.org/ns/prov#>
DELETE { p:prison-population prov:wasDerivedFrom ?old }
INSERT { p:prison-population prov:wasDerivedFrom s:72-75 }
WHERE { p:prison-population prov:wasDerivedFrom ?old }
