"""Sums that must agree: each statement returns nothing while all is well."""

from typing import Final

from etalase.base.db import value

SWEEPS: Final = (
    (
        "an account's claims count its open participations",
        value(
            int,
            """SELECT coalesce(c.account_id, t.account_id)
                 FROM (SELECT account_id, affiliate_plans FROM account_claims WHERE affiliate_plans > 0) c
                 FULL JOIN (SELECT account_id, count(*) AS plans FROM participations
                             WHERE status IN ('REQUESTED', 'APPROVED') GROUP BY account_id) t
                   ON t.account_id = c.account_id
                WHERE c.affiliate_plans IS DISTINCT FROM t.plans""",
        ),
    ),
    (
        "nobody takes part in a plan that has ended",
        value(
            int,
            """SELECT t.participation_id FROM participations t
                 JOIN plans p ON p.shop_id = t.shop_id AND p.plan_id = t.plan_id
                WHERE p.status <> 'LIVE' AND t.status IN ('REQUESTED', 'APPROVED')""",
        ),
    ),
    (
        "no two live targeted plans cover the same creator and product",
        value(
            int,
            """SELECT a.plan_id
                 FROM plans a JOIN plan_invitees x ON x.shop_id = a.shop_id AND x.plan_id = a.plan_id
                 JOIN plan_invitees y ON y.shop_id = x.shop_id AND y.account_id = x.account_id AND y.plan_id > x.plan_id
                 JOIN plans b ON b.shop_id = y.shop_id AND b.plan_id = y.plan_id
                WHERE a.status = 'LIVE' AND b.status = 'LIVE' AND a.kind = 'TARGETED' AND b.kind = 'TARGETED'
                  AND x.status IN ('INVITED', 'ACCEPTED') AND y.status IN ('INVITED', 'ACCEPTED')
                  AND coalesce(b.created_at < a.ends_at, true)
                  AND (a.all_products OR b.all_products OR EXISTS (
                          SELECT FROM plan_products i JOIN plan_products j
                              ON j.shop_id = i.shop_id AND j.product_id = i.product_id
                           WHERE i.shop_id = a.shop_id AND i.plan_id = a.plan_id AND j.plan_id = b.plan_id
                             AND i.removed_at IS NULL AND j.removed_at IS NULL))""",
        ),
    ),
)
