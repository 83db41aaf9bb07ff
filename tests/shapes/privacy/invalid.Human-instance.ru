PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
INSERT DATA { <https://example.org/somebody> wdt:P31 wd:Q5 }
