"""Imports: files of products that a seller has elsewhere, brought into the shop.

Nouns: run (one file brought in), note (a problem or a notice about a line of it), draft (a product read, not landed yet).
Promises: a product lands whole or not at all; bad products are told with line, column and reason while good ones land; the seller
SKU is the key, so a second run of the same file writes nothing; memory does not grow with the file; nothing is ever fetched.
"""
