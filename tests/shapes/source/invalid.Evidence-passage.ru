PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX prov: <http://www.w3.org/ns/prov#>
DELETE WHERE { p:prison-population prov:wasDerivedFrom ?any }
