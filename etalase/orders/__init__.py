"""Orders: the cart, the checkout, and one order per shop.

Promises: stock never goes below zero; a cart is placed whole or not at all; every line keeps where its buyer came from
(`via`) and on which right the product was shown there. Orders are placed by one verb that takes many carts and answers
each, so that checkouts in flight can share one transaction.
"""
