"""Payments: what a buyer owes for one checkout, by which method, and how far it got.

One payment per checkout with a share per shop, so that each shop's money stays on its own shard. Each try to be paid is an
attempt at one provider, under a key of ours that the provider sends back with every word. The world outside is a port: the
sandbox provider ships with books of its own, Stripe is spoken to through its SDK, cash needs no provider at all.

Promises: one attempt pays a checkout, whatever the others say; what comes too much, too late or for something cancelled goes
back by itself; never more goes back than came; nothing outside is called inside a transaction; no card number is taken, stored
or logged.
"""
