"""The rights to show a chosen product, computed from links and plans and stored nowhere (R-SHOW-6, 7, 18, R-LINK-44, 45).

A right is an interval: `since` it began, `until` it ended (NULL: it holds). A marketing link gives all products of its
shop. An affiliate participation gives the products of its plan, or all of the shop where the plan says so.
"""


def rights_sql(account: str, shop: str, product: str) -> str:
    """Every right, ended ones too, of one account to one product; the arguments are SQL expressions."""
    return f"""
        SELECT 'MARKETING' AS source, 1 AS priority, l.linked_at AS since, l.ended_at AS until,
               l.link_id, NULL::bigint AS plan_id, 0 AS rate_bp
          FROM shop_links l
         WHERE l.account_id = {account} AND l.shop_id = {shop} AND l.kind = 'MARKETING' AND l.linked_at IS NOT NULL
        UNION ALL
        SELECT 'AFFILIATE', CASE n.kind WHEN 'TARGETED' THEN 2 ELSE 3 END, a.joined_at,
               least(a.ended_at, n.ended_at, n.ends_at), NULL, n.plan_id, n.rate_bp
          FROM participations a JOIN plans n ON n.shop_id = a.shop_id AND n.plan_id = a.plan_id
         WHERE a.account_id = {account} AND a.shop_id = {shop} AND a.joined_at IS NOT NULL AND n.all_products
        UNION ALL
        SELECT 'AFFILIATE', CASE n.kind WHEN 'TARGETED' THEN 2 ELSE 3 END, greatest(a.joined_at, c.added_at),
               least(a.ended_at, n.ended_at, n.ends_at, c.removed_at), NULL, n.plan_id, n.rate_bp
          FROM participations a JOIN plans n ON n.shop_id = a.shop_id AND n.plan_id = a.plan_id
               JOIN plan_products c ON c.shop_id = a.shop_id AND c.plan_id = a.plan_id AND c.product_id = {product}
         WHERE a.account_id = {account} AND a.shop_id = {shop} AND a.joined_at IS NOT NULL AND NOT n.all_products"""


def right_now_sql(account: str, shop: str, product: str, now: str, *, chosen_at: str | None = None) -> str:
    """The right that counts at `now`: a link before a plan, a targeted plan before an open one, then the better rate.

    With `chosen_at` the time since then must also be covered without a gap: by this right itself, or by any number of
    others that each ended only when the next had begun. What was chosen before a gap returns by the holder's act alone.
    """
    gapless = "true"
    if chosen_at is not None:
        gapless = f"""(r.since <= {chosen_at} OR (
            SELECT range_agg(tstzrange(q.since, q.until)) FROM ({rights_sql(account, shop, product)}) q
             WHERE q.since < coalesce(q.until, 'infinity')) @> tstzrange({chosen_at}, {now}, '[]'))"""
    return f"""
        SELECT r.source, r.link_id, r.plan_id, r.rate_bp
          FROM ({rights_sql(account, shop, product)}) r
         WHERE r.since <= {now} AND (r.until IS NULL OR r.until > {now}) AND {gapless}
         ORDER BY r.priority, r.rate_bp DESC, r.since LIMIT 1"""


def ended_right_sql(account: str, shop: str, product: str, now: str) -> str:
    """The right that ended last before `now`, for the holder's list: when, and by which link or plan."""
    return f"""
        SELECT q.source, q.until, q.link_id, q.plan_id
          FROM ({rights_sql(account, shop, product)}) q
         WHERE q.until <= {now} ORDER BY q.until DESC LIMIT 1"""
