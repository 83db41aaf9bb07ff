PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX area: <https://w3id.org/hrmkg/area/>
DELETE { p:police-officers hrm:withheldBy ?old }
INSERT { p:police-officers hrm:withheldBy area:KAZ }
WHERE { p:police-officers hrm:withheldBy ?old }
