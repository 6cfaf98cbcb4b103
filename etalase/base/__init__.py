"""The ground floor: database, money, markets, events, errors, time. It knows no word of shops.

Every file holds one noun. Rooms above import these nouns and never write their own.
"""
