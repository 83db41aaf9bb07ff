PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA { profile:1 skos:note "A second note."@en }
