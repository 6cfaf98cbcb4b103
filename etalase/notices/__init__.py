"""Notices: mail and SMS that tell people what happened.

Nouns: message (in the outbox), carrier (who takes mail or SMS out of the house).
Promises: a message is written in the transaction that reacts to the news, in its recipient's language, once per event; it is
carried afterwards, outside that transaction; a secret (reset link, code, invitation) stands in the message only, in no event.
Under the sandbox and in the demo messages go nowhere: they are read on the outbox page.
"""
