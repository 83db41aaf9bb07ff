PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX reason: <https://w3id.org/hrmkg/vocab/gap-reason/>
DELETE { p:police-officers hrm:reason ?reason ; hrm:withheldBy ?body }
INSERT { p:police-officers hrm:reason reason:by-source }
WHERE { p:police-officers hrm:reason ?reason ; hrm:withheldBy ?body }
