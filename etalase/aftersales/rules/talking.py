"""Messages between buyer and shop, and complaints to the operator: what they may hold and how many at once."""

from typing import Final, Literal

from etalase.base.limits import Limit
from etalase.base.texts import N_

Speaker = Literal["BUYER", "SELLER"]
About = Literal["SHOP", "PRODUCT", "ORDER"]
Complaint = Literal["COUNTERFEIT", "FORBIDDEN", "MISLEADING", "FRAUD", "RUDE", "OTHER"]
Outcome = Literal["UPHELD", "DISMISSED"]
ComplaintStatus = Literal["OPEN", "UPHELD", "DISMISSED"]

MESSAGE_MAX: Final = 2000
COMPLAINT_MAX: Final = 2000
ANSWER_MAX: Final = 1000
# By the wall clock. A shop answers many buyers at once, a buyer writes to few shops.
MESSAGES_OF_A_BUYER: Final = Limit("messages.buyer", 30, 60)
MESSAGES_OF_A_SHOP: Final = Limit("messages.shop", 240, 60)
SHOPS_WRITTEN_TO: Final = Limit("messages.shops", 30, 3600)
COMPLAINTS_MADE: Final = Limit("complaints.made", 20, 24 * 3600)

REASONS: Final[dict[Complaint, str]] = {
    "COUNTERFEIT": N_("It is a counterfeit"),
    "FORBIDDEN": N_("It may not be sold"),
    "MISLEADING": N_("It is described wrongly"),
    "FRAUD": N_("I was cheated"),
    "RUDE": N_("The shop was rude or threatening"),
    "OTHER": N_("Something else"),
}
STATUS_NAMES: Final[dict[ComplaintStatus, str]] = {
    "OPEN": N_("Being looked at"),
    "UPHELD": N_("The operator agreed"),
    "DISMISSED": N_("The operator did not agree"),
}
