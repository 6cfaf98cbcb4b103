"""The Showcase: the shopping-bag tab on a profile.

Holds what the holder chose, in which order, with pins and collections. It holds no product and no right: an official
Showcase is computed from its shop, and the right to show a chosen product is computed whenever it is read, from the
marketing link or the affiliate plan that gives it.

Promises: linking or unlinking writes no row here. An item whose right ended is not shown from that commit on; it stays in
the holder's own list with the reason and the date, and comes back only by another right that held without a gap or by the
holder's act.
"""
