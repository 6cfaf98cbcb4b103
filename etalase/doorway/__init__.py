"""The doorway: what all doors share and no room knows.

Who asks, one request in one transaction, retries, idempotency, and how a refusal is told. Doors (`api`, `web`) call
`Desk`; a Desk calls one action or one query.
"""
