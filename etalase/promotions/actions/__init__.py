"""Verbs of promotions and vouchers."""

from etalase.promotions.actions.asked import (
    InCurrency,
    NewItem,
    NewPromotion,
    NewVoucher,
    PromotionChanges,
    VoucherChanges,
)
from etalase.promotions.actions.claiming import claim_code, claim_voucher
from etalase.promotions.actions.creating import (
    COPY_OF,
    create_promotion,
    duplicate_promotion,
    edit_promotion,
    fund_promotion,
)
from etalase.promotions.actions.launching import deactivate, launch
from etalase.promotions.actions.redeeming import redeem, release
from etalase.promotions.actions.vouchers import (
    create_voucher,
    deactivate_voucher,
    edit_voucher,
    fund_voucher,
    launch_voucher,
)

__all__ = [
    "COPY_OF",
    "InCurrency",
    "NewItem",
    "NewPromotion",
    "NewVoucher",
    "PromotionChanges",
    "VoucherChanges",
    "claim_code",
    "claim_voucher",
    "create_promotion",
    "create_voucher",
    "deactivate",
    "deactivate_voucher",
    "duplicate_promotion",
    "edit_promotion",
    "edit_voucher",
    "fund_promotion",
    "fund_voucher",
    "launch",
    "launch_voucher",
    "redeem",
    "release",
]
