"""Pages of the shopper: discover, a profile with its Showcase, a shop, a product, the cart, the checkout, the orders.

Each module has its doors, small, and pure functions that make what the templates show.
"""
