"""The verbs of shops.

Opening a shop also opens its default warehouse: that verb is `stock.actions.open_shop`. Renaming one also renames its official
account: that is `links.actions.rename_shop`. Closing one is `closures.actions.close_shop`.
"""

from etalase.shops.actions.shop import (
    edit_shop,
    end_probation,
    found_shop,
    lock,
    mark_closed,
    set_name,
    set_standing,
    set_status,
    set_suspended,
    share,
)
from etalase.shops.actions.staff import (
    Inviting,
    accept_invitation,
    cancel_invitation,
    invite_staff,
    mint_invitation_token,
    remove_staff,
    set_role,
)
from etalase.shops.actions.verification import approve_verification, reject_verification, request_verification

__all__ = [
    "Inviting",
    "accept_invitation",
    "approve_verification",
    "cancel_invitation",
    "edit_shop",
    "end_probation",
    "found_shop",
    "invite_staff",
    "lock",
    "mark_closed",
    "mint_invitation_token",
    "reject_verification",
    "remove_staff",
    "request_verification",
    "set_name",
    "set_role",
    "set_standing",
    "set_status",
    "set_suspended",
    "share",
]
