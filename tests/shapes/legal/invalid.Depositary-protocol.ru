PREFIX record: <https://w3id.org/hrmkg/record/>
DELETE WHERE { record:XEX-Sample ?property ?value }
