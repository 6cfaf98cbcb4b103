"""What can be done to plans and participations."""

from etalase.affiliate.actions.create import NewPlan, create_plan
from etalase.affiliate.actions.edit import PlanChanges, edit_plan
from etalase.affiliate.actions.ends import delete_plan, end_plan, end_plans_of_shop, expire_plans
from etalase.affiliate.actions.join import decline_invitation, join, leave
from etalase.affiliate.actions.official import accept_link
from etalase.affiliate.actions.promotions import NewPromotion, close_promotions, open_promotions
from etalase.affiliate.actions.requests import approve, reject, remove_creator

__all__ = [
    "NewPlan",
    "NewPromotion",
    "PlanChanges",
    "accept_link",
    "approve",
    "close_promotions",
    "create_plan",
    "decline_invitation",
    "delete_plan",
    "edit_plan",
    "end_plan",
    "end_plans_of_shop",
    "expire_plans",
    "join",
    "leave",
    "open_promotions",
    "reject",
    "remove_creator",
]
