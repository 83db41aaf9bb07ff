PREFIX wd: <http://www.wikidata.org/entity/>
INSERT DATA { <https://example.org/somebody> a wd:Q5 }
