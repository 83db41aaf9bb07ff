PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX inst: <https://w3id.org/hrmkg/instrument/>
DELETE { p:individual-complaints.CAT-art22 hrm:instrument ?old }
INSERT { p:individual-complaints.CAT-art22 hrm:instrument inst:IstanbulProtocol }
WHERE { p:individual-complaints.CAT-art22 hrm:instrument ?old }
