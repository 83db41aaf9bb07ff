PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX scale: <https://w3id.org/hrmkg/vocab/scale/>
DELETE { p:prohibition hrm:answer ?old }
INSERT { p:prohibition hrm:answer scale:guarantee.full }
WHERE { p:prohibition hrm:answer ?old }
