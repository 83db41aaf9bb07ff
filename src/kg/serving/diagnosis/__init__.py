"""Why a query gives no rows, asked over the web: ``kg.querying.emptiness`` through the endpoint's own processes, at ``/why``."""
