"""Shipping: how a shop sends: carriers and methods of a market, what they cost, and calendars of working days.

Nouns: method, carrier, rate, calendar.
Promises: a fee is computed by one pure function from the market's rows; a deadline counts the working days of its market.
"""
