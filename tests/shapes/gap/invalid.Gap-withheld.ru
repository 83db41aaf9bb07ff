PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX reason: <https://w3id.org/hrmkg/vocab/gap-reason/>
DELETE { p:police-officers hrm:reason ?old }
INSERT { p:police-officers hrm:reason reason:not-available }
WHERE { p:police-officers hrm:reason ?old }
