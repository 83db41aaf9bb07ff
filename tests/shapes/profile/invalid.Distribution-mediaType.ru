PREFIX dcat: <http://www.w3.org/ns/dcat#>
DELETE { <https://w3id.org/hrmkg/profile/example/KAZ/1.nq> dcat:mediaType ?old }
INSERT { <https://w3id.org/hrmkg/profile/example/KAZ/1.nq> dcat:mediaType "application/n-quads" }
WHERE { <https://w3id.org/hrmkg/profile/example/KAZ/1.nq> dcat:mediaType ?old }
