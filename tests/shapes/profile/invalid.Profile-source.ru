PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX prov: <http://www.w3.org/ns/prov#>
DELETE WHERE { profile:1 prov:wasDerivedFrom ?any }
