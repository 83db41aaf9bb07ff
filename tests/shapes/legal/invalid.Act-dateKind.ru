PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX act: <https://w3id.org/hrmkg/act/>
DELETE WHERE { act:XEX-Sample-ratification hrm:dateKind ?kind }
