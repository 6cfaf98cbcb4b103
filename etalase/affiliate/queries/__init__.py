"""Plans as sellers and creators see them, and what they allow a creator to show. Never writes."""

from etalase.affiliate.queries.market import OfferedPlan, creator_by_id, creator_status, plans_inviting, plans_open_to
from etalase.affiliate.queries.participations import (
    Participation,
    my_participations,
    participations_of_plan,
    what_acceptance_ends,
)
from etalase.affiliate.queries.plans import (
    Invitee,
    Plan,
    find_plan,
    invitees_of_plan,
    plan,
    plan_of,
    plans_of_shop,
    requests_waiting,
)
from etalase.affiliate.queries.previews import Preview, previews
from etalase.affiliate.queries.rights import PlanRight, plan_rights
from etalase.affiliate.queries.sweeps import SWEEPS

__all__ = [
    "SWEEPS",
    "Invitee",
    "OfferedPlan",
    "Participation",
    "Plan",
    "PlanRight",
    "Preview",
    "creator_by_id",
    "creator_status",
    "find_plan",
    "invitees_of_plan",
    "my_participations",
    "participations_of_plan",
    "plan",
    "plan_of",
    "plan_rights",
    "plans_inviting",
    "plans_of_shop",
    "plans_open_to",
    "previews",
    "requests_waiting",
    "what_acceptance_ends",
]
