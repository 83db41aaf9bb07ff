PREFIX area: <https://w3id.org/hrmkg/area/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
DELETE { area:XEX rdfs:label ?name }
WHERE { area:XEX rdfs:label ?name FILTER(LANG(?name) = "ru") }
