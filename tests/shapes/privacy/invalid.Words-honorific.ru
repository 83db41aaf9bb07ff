PREFIX body: <https://w3id.org/hrmkg/body/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
DELETE { body:KAZ-prosecution rdfs:label ?old }
INSERT { body:KAZ-prosecution rdfs:label "Prosecution, Mr John Nobody"@en }
WHERE { body:KAZ-prosecution rdfs:label ?old FILTER(LANG(?old) = "en") }
