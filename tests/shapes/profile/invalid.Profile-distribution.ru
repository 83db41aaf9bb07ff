PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX profile: <https://w3id.org/hrmkg/profile/example/KAZ/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
INSERT DATA { profile:1 dcat:distribution p:figures }
