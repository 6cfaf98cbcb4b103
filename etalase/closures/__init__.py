"""Closures: the end of a shop, with the checklist that had to be clean (R-LINK-46) and all that ends with it (R-LINK-47).

Nouns: closure, checklist.
Promises: a shop with open orders, after-sales or money does not close; with the closing every link and every plan of the shop
ends in the same commit.
Afterwards the seller reads the order history and the product list, and writes nothing.
"""
