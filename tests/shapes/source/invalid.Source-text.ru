PREFIX source: <https://w3id.org/hrmkg/source/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
INSERT DATA { source:ffffffffffffffff a hrm:SourceDocument ; dct:identifier "sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" ; dct:extent 1 ; dct:format "text/plain" ;
    dct:language <http://publications.europa.eu/resource/authority/language/RUS> . }
