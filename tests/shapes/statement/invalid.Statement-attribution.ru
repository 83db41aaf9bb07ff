PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX body: <https://w3id.org/hrmkg/body/>
PREFIX prov: <http://www.w3.org/ns/prov#>
INSERT DATA { p:prison-population prov:wasAttributedTo body:KAZ-prosecution }
