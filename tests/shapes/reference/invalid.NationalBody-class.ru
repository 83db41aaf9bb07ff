PREFIX body: <https://w3id.org/hrmkg/body/>
PREFIX org: <http://www.w3.org/ns/org#>
DELETE DATA { body:KAZ-prosecution a org:Organization }
