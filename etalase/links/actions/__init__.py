"""What can be done to links. `accept` is the low-level half: holders accept through the affiliate room."""

from etalase.links.actions.accept import accept
from etalase.links.actions.answer import end, refuse
from etalase.links.actions.expire import expire_invitations
from etalase.links.actions.invite import invite
from etalase.links.actions.locks import Claims, lock_account, lock_accounts
from etalase.links.actions.names import rename_account, rename_shop
from etalase.links.actions.plans import add_affiliate_plan, drop_affiliate_plans
from etalase.links.actions.revoke import revoke_links_of_account, revoke_links_of_shop

__all__ = [
    "Claims",
    "accept",
    "add_affiliate_plan",
    "drop_affiliate_plans",
    "end",
    "expire_invitations",
    "invite",
    "lock_account",
    "lock_accounts",
    "refuse",
    "rename_account",
    "rename_shop",
    "revoke_links_of_account",
    "revoke_links_of_shop",
]
