PREFIX ex: <https://example.org/vocab/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE { ex:ind-example-answer-facet skos:broader ?old }
INSERT { ex:ind-example-answer-facet skos:broader ex:scale-example.no }
WHERE { ex:ind-example-answer-facet skos:broader ?old }
