"""Promotions: product discounts, flash deals, buy more save more, shipping discounts and vouchers (R-PRO).

Nouns: promotion, tier, voucher, claim, redemption.
Promises: precedence and stacking are one pure function, used by the product page, the cart, the till and the simulator alike;
who pays which part of a discount is said line by line; a limit is never passed, however many redeem at once.
"""
