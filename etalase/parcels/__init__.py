"""Parcels: packages of an order, from packing to delivery.

Nouns: package, label, tracking event, pickup.
Promises: every piece of an order is in one package at most; what a carrier reports is recorded once; an order moves with its
packages. Locks: orders, then packages, then stock, then payments.
"""
