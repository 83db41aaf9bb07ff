PREFIX dcat: <http://www.w3.org/ns/dcat#>
DELETE WHERE { <https://w3id.org/hrmkg/profile/example/KAZ/1.nq> dcat:accessURL ?old }
