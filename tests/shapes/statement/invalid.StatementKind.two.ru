PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX reason: <https://w3id.org/hrmkg/vocab/gap-reason/>
PREFIX group: <https://w3id.org/hrmkg/vocab/group/>
INSERT DATA { p:investigating-body.KAZ-prosecution a hrm:Gap ; hrm:group group:all ; hrm:reason reason:not-available }
