PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE DATA { profile:1 skos:note "Вымышлен."@ru } ;
INSERT DATA { profile:1 skos:note "Вымышлен."@russian }
