PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX prov: <http://www.w3.org/ns/prov#>
DELETE { p:build prov:used ?old }
INSERT { p:build prov:used <https://w3id.org/hrmkg/ontology> }
WHERE { p:build prov:used ?old }
