"""After-sales: what follows a purchase: cancellation requests, refunds, returns, replacements, disputes, reviews and messages.

Nouns: cancellation, return, offer, dispute, evidence, review, conversation, complaint.
Promises: every pending step has a deadline after which silence approves (R-RET-3); a refund never passes what was paid.
"""
