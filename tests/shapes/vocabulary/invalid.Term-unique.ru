PREFIX ex: <https://example.org/vocab/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE { ex:scale-example.yes skos:prefLabel ?old }
INSERT { ex:scale-example.yes skos:prefLabel "invented no"@en }
WHERE { ex:scale-example.yes skos:prefLabel ?old FILTER(LANG(?old) = "en") }
