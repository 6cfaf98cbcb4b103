"""Payments: what a buyer owes for one checkout, by which method, and how far it got.

One payment per checkout with a share per shop, so that each shop's money stays on its own shard. The world outside is a
port: the sandbox card ships; cash on delivery needs no provider at all.
"""
