"""Stock: how many of each SKU lie where, and every move that made it so.

Nouns: warehouse (slot 0 is the default one), stock level (available, reserved, aside), stock move, set-aside (pieces kept for one
campaign or LIVE).
Promises: no level is ever below zero, whatever arrives together; a level is the sum of its moves, and moves are only appended.
What a SKU is, and who may touch it, is known in higher rooms.
"""
