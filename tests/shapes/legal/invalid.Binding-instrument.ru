PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
PREFIX inst: <https://w3id.org/hrmkg/instrument/>
DELETE { act:XEX-Example-art9-declaration hrm:instrument ?old }
INSERT { act:XEX-Example-art9-declaration hrm:instrument inst:IstanbulProtocol }
WHERE { act:XEX-Example-art9-declaration hrm:instrument ?old }
