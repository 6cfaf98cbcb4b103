"""A valid body for each operation of the JSON doors that takes one: so that what is refused is refused for who asks."""

from typing import Any, Final

from tests.makers.callers import product_body
from tests.makers.orders import ADDRESS

BANK_ACCOUNT: Final = {"bank": "BCA", "number": "8012345678", "holder": "Sari Anggraini"}
SPAN: Final = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-12-31T00:00:00Z"}
PROMOTION: Final = {"kind": "DIRECT_DISCOUNT", "title": "Ten off", "off_bp": 1000, **SPAN}
VOUCHER: Final = {"title": "Thanks", "amount": "5000", "minimum_spend": "50000", **SPAN}
MISSING_TOKEN: Final = "1.a-token-that-was-never-given-to-anybody"
FIXED: Final[dict[str, Any]] = {
    "numbers.add_tax": {"market": "ID", "day": "2099-01-01", "kind": "VAT", "rate_ppm": 120_000},
    "numbers.set_policy": {"market": "ID", "name": "on_hold_s", "value": 7200, "day": "2099-01-01"},
    "aftersales.reject_cancellation": {"reason": "Packed already"},
    "aftersales.answer_offer": {"accept": True},
    "aftersales.send_back": {"carrier": "JNE", "tracking_number": "B1"},
    "aftersales.decide_return": {"decision": "APPROVE_REFUND"},
    "aftersales.ship_replacement": {"carrier": "JNE", "tracking_number": "N1"},
    "aftersales.dispute_return": {"statement": "Look"},
    "aftersales.add_statement": {"statement": "Look again"},
    "aftersales.decide_dispute": {"verdict": "SUPPORT_BUYER", "reason": "So"},
    "aftersales.write_review": {"stars": 5},
    "aftersales.edit_review": {"stars": 4},
    "aftersales.follow_up": {"text": "Still good"},
    "aftersales.reply_to_review": {"text": "Thank you"},
    "aftersales.hide_review": {"reason": "A number"},
    "aftersales.write_to_shop": {"text": "Hello"},
    "aftersales.write_to_buyer": {"text": "Hello"},
    "aftersales.answer_complaint": {"outcome": "UPHELD", "answer": "Yes"},
    "accounts.create": {"handle": "x", "name": "x", "email": "x", "password": "x", "market": "ID"},
    "accounts.edit_me": {"bio": "Hello"},
    "accounts.confirm_phone": {"code": "123456"},
    "accounts.request_phone_check": {"phone": "+6281234567890"},
    "accounts.request_reset": {"login": "the.holder"},
    "accounts.reset": {"token": MISSING_TOKEN, "password": "correct horse battery"},
    "accounts.mint": {"login": "nobody.at.all", "password": "x"},
    "cart.set_quantity": {"quantity": 1},
    "orders.arrange": {"carrier": "JNE", "tracking_number": "JNE12345678"},
    "parcels.arrange": {"carrier": "JNE", "tracking_number": "JNE12345678"},
    "parcels.split": {"lines": [{"line_id": "1", "quantity": 1}]},
    "parcels.report": {"event": "DELIVERED"},
    "showcase.collect": {"title": "Mine", "product_ids": []},
    "showcase.edit_collection": {"title": "Mine", "product_ids": []},
    "promotions.claim_code": {"code": "NONE"},
    "promotions.create": PROMOTION,
    "promotions.edit": {"title": "Ten off again"},
    "promotions.fund": {"platform_bp": 100},
    "promotions.create_voucher": VOUCHER,
    "promotions.edit_voucher": {"title": "Thank you"},
    "promotions.fund_voucher": {"platform_bp": 100},
    "promotions.create_platform_voucher": VOUCHER | {"market": "ID"},
    "products.set_platform_status": {"status": "LIVE"},
    "products.create": product_body(),
    "products.change": {"title": "Batik scarf, hand drawn in Surakarta"},
    "products.set_stock": {"stock": 400},
    "products.appeal": {"note": "It is ours."},
    "products.turn_down": {"reason": "Blurred."},
    "warehouses.open_one": {"name": "Third"},
    "warehouses.rename": {"name": "Another"},
    "warehouses.set_level": {"stock": 3},
    "sandbox.review_account": {"followers": 5000},
    "sandbox.move_clock": {"advance_s": 1},
    "sandbox.change_shop": {"verified": True},
    "shops.open_a_shop": {"name": "Toko Lain", "market": "ID"},
    "shops.change_a_shop": {"description": "Batik."},
    "shops.ask_verification": {"legal_name": "Sari"},
    "shops.reject": {"reason": "Blurred."},
    "links.invite": {"kind": "MARKETING", "handle": "the.stranger"},
    "plans.create": {"kind": "OPEN", "rate_bp": 500, "products": "ALL", "name": "Second"},
    "plans.edit": {"rate_bp": 1200},
    "settlement.add_bank_account": BANK_ACCOUNT,
    "staff.invite": {"email": "other@example.com", "role": "ADS"},
    "staff.set_role": {"role": "WAREHOUSE"},
    "staff.accept": {"token": MISSING_TOKEN},
}


def bodies(ids: dict[str, str]) -> dict[str, Any]:
    """Operation to body; `ids` are those of the world they are sent in."""
    products: dict[str, Any] = {"product_ids": [ids["product"]]}
    order = {"lines": [{"sku_id": ids["sku"], "quantity": 1}], "address": ADDRESS, "payment": {"method": "COD"}}
    return FIXED | {
        "aftersales.request_return": {
            "kind": "REFUND",
            "reason": "DAMAGED",
            "lines": [{"line_id": ids["line"], "quantity": 1}],
        },
        "aftersales.complain": {"about": "SHOP", "about_id": ids["shop"], "reason": "RUDE", "text": "They shout"},
        "cart.put_in_cart": {"sku_id": ids["sku"], "quantity": 1},
        "checkout.place": order,
        "checkout.quote": order,
        "parcels.combine": {"order_ids": [ids["order"], ids["order"]]},
        "showcase.add": products,
        "showcase.remove": products,
        "showcase.order": products,
        "showcase.pins": products,
        "promotions.simulate": {"lines": [{"sku_id": ids["sku"]}]},
        "set_asides.create": {"sku_id": ids["sku"], "quantity": 1, "purpose": "LIVE", "purpose_ref": "2"},
        "products.edit_skus": {"skus": [{"id": ids["sku"], "stock": 400}]},
    }
