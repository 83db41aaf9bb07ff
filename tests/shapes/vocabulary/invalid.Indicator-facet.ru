PREFIX ex: <https://example.org/vocab/>
PREFIX ind: <https://w3id.org/hrmkg/vocab/indicator/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE { ex:ind-example-answer-facet skos:broader ?old }
INSERT { ex:ind-example-answer-facet skos:broader ind:prohibition }
WHERE { ex:ind-example-answer-facet skos:broader ?old }
