"""The life of orders, drawn by chance and compared with a model after every step.

town.py     two shops in Indonesia and two in the United States, on a real PostgreSQL; their state, read back
model.py    what the rules say must be: orders and stock         money.py    what they say of the books
silence.py  what time does                                       machine.py  buying and time
following.py  parcels, cancellations, returns, disputes
"""
