"""Sums that must hold; a row is a broken promise."""

from etalase.base.db import value

SWEEPS = (
    (
        "followers is the number of follows and of what was granted",
        value(
            int,
            """SELECT a.account_id FROM accounts a
               LEFT JOIN (SELECT followed_id, count(*) AS real FROM follows GROUP BY followed_id) f
                      ON f.followed_id = a.account_id
               WHERE a.followers <> a.followers_granted + coalesce(f.real, 0)""",
        ),
    ),
    (
        "every account holds the claims of its handle, e-mail and phone",
        value(
            int,
            """SELECT a.account_id FROM accounts a
               LEFT JOIN handle_claims h ON h.handle = a.handle AND h.account_id = a.account_id
               LEFT JOIN email_claims e ON e.email = a.email AND e.account_id = a.account_id
               LEFT JOIN phone_claims p ON p.phone = a.phone AND p.account_id = a.account_id
               WHERE h.handle IS NULL OR e.email IS NULL OR (a.phone IS NOT NULL AND p.phone IS NULL)""",
        ),
    ),
)
