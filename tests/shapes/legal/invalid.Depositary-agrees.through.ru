PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX status: <https://w3id.org/hrmkg/vocab/record-status/>
PREFIX record: <https://w3id.org/hrmkg/record/>
PREFIX inst: <https://w3id.org/hrmkg/instrument/>
PREFIX area: <https://w3id.org/hrmkg/area/>
DELETE { inst:Example-art9 hrm:acceptedThrough ?old }
INSERT { inst:Example-art9 hrm:acceptedThrough inst:Example-OP }
WHERE { inst:Example-art9 hrm:acceptedThrough ?old } ;
INSERT DATA { record:XEX-Example-OP a hrm:DepositaryRecord ; hrm:area area:XEX ; hrm:instrument inst:Example-OP ;
    hrm:recordStatus status:no-action ; hrm:evidence "invented" ; hrm:confidence "seen in source" }
