PREFIX p: <https://w3id.org/hrmkg/profile/example/KAZ/1/>
PREFIX other: <https://w3id.org/hrmkg/source/62c32bdfc08a0d85/>
PREFIX source: <https://w3id.org/hrmkg/source/>
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
INSERT DATA { source:62c32bdfc08a0d85 a hrm:SourceDocument ; dct:identifier "sha256:62c32bdfc08a0d85e249d9a9a21f481c70649295039f445589f3bbd205b64e8e" ; dct:extent 23 ; dct:format "text/plain" ;
    dct:language <http://publications.europa.eu/resource/authority/language/RUS> ; hrm:text "Тюремное население\t100\n" . } ;
DELETE { p:prison-population prov:wasDerivedFrom ?old }
INSERT { p:prison-population prov:wasDerivedFrom other:19-22 }
WHERE { p:prison-population prov:wasDerivedFrom ?old }
