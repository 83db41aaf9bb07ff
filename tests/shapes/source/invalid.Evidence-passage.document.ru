PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX source: <https://w3id.org/hrmkg/source/>
PREFIX prov: <http://www.w3.org/ns/prov#>
DELETE { p:prison-population prov:wasDerivedFrom ?old }
INSERT { p:prison-population prov:wasDerivedFrom source:47c72f494c977fec }
WHERE { p:prison-population prov:wasDerivedFrom ?old }
