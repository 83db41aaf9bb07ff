PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX score: <https://w3id.org/hrmkg/index-score/>
INSERT DATA { score:XEX-2020-fifth hrm:missingReason "not measured" }
