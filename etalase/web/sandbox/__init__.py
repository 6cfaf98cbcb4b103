"""What exists in the sandbox only: what stands outside the house (a bank, a wallet, a carrier), and time, worked by hand.

index.py   what there is, and the clock       parcels.py   the carrier       pay.py   the provider's page
"""
