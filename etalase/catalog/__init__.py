"""The catalogue: what a shop sells.

Nouns: product, SKU (one choice of options with a price), option, picture, category, figures (sold, rating, views).
Promises: only ACTIVATE sells (§2.3); a seller SKU is taken once per shop among what is not deleted; every SKU of a product
names the same options, and no two the same combination; a product's price range is the range of its SKUs, in the same commit.
How many there are is kept by stock, which this room opens rows in; who may write is asked of shops.
"""
