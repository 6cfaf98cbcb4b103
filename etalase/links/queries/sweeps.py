"""Sums that must agree: each statement returns nothing while all is well."""

from typing import Final

from etalase.base.db import value

SWEEPS: Final = (
    (
        "an account's claims name exactly the shops it is linked to",
        value(
            int,
            """SELECT coalesce(c.account_id, l.account_id)
                 FROM (SELECT account_id, official_shop_id AS shop_id, 'OFFICIAL' AS kind FROM account_claims
                        WHERE official_shop_id IS NOT NULL
                       UNION ALL
                       SELECT account_id, marketing_shop_id, 'MARKETING' FROM account_claims
                        WHERE marketing_shop_id IS NOT NULL) c
                 FULL JOIN (SELECT account_id, shop_id, kind FROM shop_links WHERE status = 'LINKED') l
                   ON l.account_id = c.account_id AND l.shop_id = c.shop_id AND l.kind = c.kind
                WHERE c.account_id IS NULL OR l.account_id IS NULL""",
        ),
    ),
    (
        "every link that was made is in its holder's list",
        value(
            int,
            """SELECT l.link_id FROM shop_links l
                 LEFT JOIN account_links a ON a.account_id = l.account_id AND a.link_id = l.link_id
                WHERE l.linked_at IS NOT NULL AND a.link_id IS NULL""",
        ),
    ),
    (
        "official links that a side ended are counted per shop",
        value(
            int,
            """SELECT l.shop_id FROM shop_links l LEFT JOIN shop_link_counters c ON c.shop_id = l.shop_id
                WHERE l.kind = 'OFFICIAL' AND l.status = 'UNLINKED'
                GROUP BY l.shop_id, c.official_unlinks
               HAVING count(*) IS DISTINCT FROM c.official_unlinks""",
        ),
    ),
    (
        "a closed shop is linked to nobody",
        value(
            int,
            """SELECT l.link_id FROM shop_links l JOIN shops s ON s.shop_id = l.shop_id
                WHERE s.status = 'CLOSED' AND l.status = 'LINKED'""",
        ),
    ),
)
