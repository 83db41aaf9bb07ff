PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>
INSERT DATA { <https://example.org/somebody> a vcard:Individual }
