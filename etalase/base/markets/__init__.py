"""The eight markets: currencies, languages, address forms, and every number that differs between them.

`await policy(db, market, now)` answers all numbers of a market as one typed struct. They are rows with effective dates;
what they mean, their defaults and sources are said once, in `policies`.
"""

from etalase.base.markets.address import check_address, phone_e164
from etalase.base.markets.forms import FORMS, AddressForm, Level
from etalase.base.markets.market import MARKETS, Market
from etalase.base.markets.policies import DEFINITIONS, Policy
from etalase.base.markets.policy_rows import policy, policy_since, seed, set_policy
from etalase.base.markets.regions import REGIONS

__all__ = [
    "DEFINITIONS",
    "FORMS",
    "MARKETS",
    "REGIONS",
    "AddressForm",
    "Level",
    "Market",
    "Policy",
    "check_address",
    "phone_e164",
    "policy",
    "policy_since",
    "seed",
    "set_policy",
]
