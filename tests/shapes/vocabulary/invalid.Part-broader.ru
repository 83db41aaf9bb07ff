PREFIX ex: <https://example.org/vocab/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE WHERE { ex:ind-example-count.women skos:broader ?old }
