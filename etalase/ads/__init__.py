"""Ads: for now only their heart, the Product Source: what an ad may choose from a Shop or from a Showcase (R-ADS-1, 2).

Holds nothing yet. Campaigns, groups and ads come with their own stage; the two lists are what the page promises already:
somebody with a Showcase and no Shop can advertise, and the choice of the source changes the list.
"""
