PREFIX ex: <https://example.org/vocab/>
PREFIX scale: <https://w3id.org/hrmkg/vocab/scale/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
INSERT DATA { ex:scale-example.yes skos:inScheme scale:guarantee }
