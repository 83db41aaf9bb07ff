PREFIX body: <https://w3id.org/hrmkg/body/>
PREFIX org: <http://www.w3.org/ns/org#>
INSERT DATA { body:KAZ-president org:heldBy <https://example.org/somebody> }
