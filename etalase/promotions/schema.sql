-- Group S. An activity of a shop: cheaper products, a flash deal, more for more, or cheaper shipping (R-PRO-1).
CREATE TABLE shop_promotions (
    shop_id bigint NOT NULL REFERENCES shops,
    promotion_id bigint NOT NULL,
    kind text NOT NULL,
    level text NOT NULL, -- what its items name: products, SKUs (VARIATION), or the whole SHOP
    title text NOT NULL,
    status text NOT NULL, -- NOT_START, ONGOING, EXPIRED and NOT_EFFECTIVE follow from LAUNCHED, the dates and what is on sale
    currency text NOT NULL, -- the shop's
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    minimum_minor bigint NOT NULL DEFAULT 0, -- SHIPPING_DISCOUNT: from this spend on
    shipping_off_minor bigint, -- SHIPPING_DISCOUNT: so much off; null: free
    platform_bp integer NOT NULL DEFAULT 0, -- the share of every discount that the platform pays; the rest is the seller's
    created_by bigint NOT NULL, -- account
    created_at timestamptz NOT NULL,
    launched_at timestamptz,
    deactivated_at timestamptz,
    deactivated_by bigint,
    PRIMARY KEY (shop_id, promotion_id),
    CONSTRAINT shop_promotions_kind CHECK (kind IN ('FIXED_PRICE', 'DIRECT_DISCOUNT', 'FLASHSALE', 'SHIPPING_DISCOUNT',
        'BUY_MORE_SAVE_MORE')),
    CONSTRAINT shop_promotions_level CHECK (level IN ('PRODUCT', 'VARIATION', 'SHOP')),
    CONSTRAINT shop_promotions_status CHECK (status IN ('DRAFT', 'LAUNCHED', 'DEACTIVATED')),
    CONSTRAINT shop_promotions_title_length CHECK (length(title) BETWEEN 1 AND 50),
    CONSTRAINT shop_promotions_ends_later CHECK (ends_at > starts_at),
    CONSTRAINT shop_promotions_flash_is_short CHECK (kind <> 'FLASHSALE' OR ends_at - starts_at < interval '72 hours'),
    CONSTRAINT shop_promotions_share CHECK (platform_bp BETWEEN 0 AND 10000),
    CONSTRAINT shop_promotions_amounts CHECK (minimum_minor >= 0 AND shipping_off_minor > 0),
    CONSTRAINT shop_promotions_launch_is_dated CHECK (status <> 'LAUNCHED' OR launched_at IS NOT NULL),
    CONSTRAINT shop_promotions_end_is_dated CHECK ((status = 'DEACTIVATED') = (deactivated_at IS NOT NULL))
);
CREATE INDEX shop_promotions_running ON shop_promotions (shop_id, ends_at) WHERE status = 'LAUNCHED';

-- What a promotion covers. The whole shop is product 0, a whole product is SKU 0.
CREATE TABLE promotion_items (
    shop_id bigint NOT NULL,
    promotion_id bigint NOT NULL,
    product_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    price_minor bigint, -- FIXED_PRICE, FLASHSALE: the price
    off_bp integer, -- DIRECT_DISCOUNT, or a FLASHSALE by percent: so much off
    quantity_limit integer NOT NULL DEFAULT -1, -- pieces at this price, over all buyers
    buyer_limit integer NOT NULL DEFAULT -1, -- the same of one buyer
    sold integer NOT NULL DEFAULT 0, -- counted where there is a limit
    PRIMARY KEY (shop_id, promotion_id, product_id, sku_id),
    CONSTRAINT promotion_items_promotion FOREIGN KEY (shop_id, promotion_id) REFERENCES shop_promotions,
    CONSTRAINT promotion_items_place CHECK (product_id >= 0 AND sku_id >= 0 AND (product_id > 0 OR sku_id = 0)),
    CONSTRAINT promotion_items_price CHECK (price_minor > 0),
    CONSTRAINT promotion_items_off CHECK (off_bp BETWEEN 100 AND 9900),
    CONSTRAINT promotion_items_one_way CHECK (price_minor IS NULL OR off_bp IS NULL),
    CONSTRAINT promotion_items_limits CHECK ((quantity_limit = -1 OR quantity_limit > 0) AND (buyer_limit = -1 OR buyer_limit > 0)),
    CONSTRAINT promotion_items_sold CHECK (sold >= 0 AND (quantity_limit = -1 OR sold <= quantity_limit))
);
CREATE INDEX promotion_items_of_a_product ON promotion_items (shop_id, product_id, promotion_id);

-- BUY_MORE_SAVE_MORE: from so many pieces, or from such a spend, so much off (R-PRO-4: two tiers).
CREATE TABLE promotion_tiers (
    shop_id bigint NOT NULL,
    promotion_id bigint NOT NULL,
    position smallint NOT NULL,
    from_quantity integer,
    from_minor bigint,
    off_bp integer,
    off_minor bigint,
    PRIMARY KEY (shop_id, promotion_id, position),
    CONSTRAINT promotion_tiers_promotion FOREIGN KEY (shop_id, promotion_id) REFERENCES shop_promotions,
    CONSTRAINT promotion_tiers_position CHECK (position BETWEEN 1 AND 2),
    CONSTRAINT promotion_tiers_one_threshold CHECK ((from_quantity IS NULL) <> (from_minor IS NULL)),
    CONSTRAINT promotion_tiers_one_reward CHECK ((off_bp IS NULL) <> (off_minor IS NULL)),
    CONSTRAINT promotion_tiers_values CHECK (from_quantity >= 1 AND from_minor > 0),
    CONSTRAINT promotion_tiers_rewards CHECK (off_bp BETWEEN 100 AND 9900 AND off_minor > 0)
);

-- At most ten "buy more save more" of a shop that have not ended, each on a slot of its own (R-PRO-4).
CREATE TABLE promotion_slots (
    shop_id bigint NOT NULL,
    slot smallint NOT NULL,
    promotion_id bigint NOT NULL,
    until timestamptz NOT NULL, -- free from then on
    PRIMARY KEY (shop_id, slot),
    CONSTRAINT promotion_slots_range CHECK (slot BETWEEN 1 AND 10)
);

-- How many pieces one buyer has had of an item whose buyers are limited.
CREATE TABLE promotion_uses (
    shop_id bigint NOT NULL,
    promotion_id bigint NOT NULL,
    product_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    account_id bigint NOT NULL,
    quantity integer NOT NULL,
    PRIMARY KEY (shop_id, promotion_id, product_id, sku_id, account_id),
    CONSTRAINT promotion_uses_quantity CHECK (quantity >= 0)
);

-- Group S. A voucher of a shop; shop 0 is the platform, whose vouchers hold in one market's currency.
CREATE TABLE vouchers (
    shop_id bigint NOT NULL,
    voucher_id bigint NOT NULL,
    title text NOT NULL,
    status text NOT NULL,
    display text NOT NULL, -- where a buyer meets it (R-PRO-6)
    code text, -- PROMO_CODE: upper case
    creator_account_id bigint, -- CREATOR_EXCLUSIVE: whose audience may claim it
    live_task text, -- LIVE: what a viewer does for it
    currency text NOT NULL,
    amount_minor bigint,
    off_bp integer,
    cap_minor bigint, -- the most that a percentage takes off; null: no cap
    minimum_minor bigint NOT NULL DEFAULT 0, -- spend after product discounts, before vouchers
    new_customers boolean NOT NULL DEFAULT false,
    all_products boolean NOT NULL DEFAULT true, -- else voucher_products lists them
    quantity_limit integer NOT NULL DEFAULT -1, -- orders it may be used in
    buyer_limit integer NOT NULL DEFAULT 1, -- the same of one buyer
    platform_bp integer NOT NULL DEFAULT 0,
    used integer NOT NULL DEFAULT 0,
    claimed integer NOT NULL DEFAULT 0,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    created_by bigint NOT NULL,
    created_at timestamptz NOT NULL,
    launched_at timestamptz,
    deactivated_at timestamptz,
    deactivated_by bigint,
    PRIMARY KEY (shop_id, voucher_id),
    CONSTRAINT vouchers_title_length CHECK (length(title) BETWEEN 1 AND 50),
    CONSTRAINT vouchers_status CHECK (status IN ('DRAFT', 'LAUNCHED', 'DEACTIVATED')),
    CONSTRAINT vouchers_display CHECK (display IN ('REGULAR', 'LIVE', 'CREATOR_EXCLUSIVE', 'CHAT', 'PROMO_CODE')),
    CONSTRAINT vouchers_code CHECK ((display = 'PROMO_CODE') = (code IS NOT NULL) AND code ~ '^[A-Z0-9]{4,20}$'),
    CONSTRAINT vouchers_creator CHECK ((display = 'CREATOR_EXCLUSIVE') = (creator_account_id IS NOT NULL)),
    CONSTRAINT vouchers_task CHECK ((display = 'LIVE') = (live_task IS NOT NULL) AND live_task IN ('WATCH', 'FOLLOW', 'NONE')),
    CONSTRAINT vouchers_one_way CHECK ((amount_minor IS NULL) <> (off_bp IS NULL)),
    CONSTRAINT vouchers_amount CHECK (amount_minor > 0 AND amount_minor < minimum_minor),
    CONSTRAINT vouchers_off CHECK (off_bp BETWEEN 100 AND 9900),
    CONSTRAINT vouchers_cap CHECK (cap_minor IS NULL
        OR (cap_minor > 0 AND off_bp IS NOT NULL AND cap_minor::numeric * 10000 >= off_bp::numeric * minimum_minor)),
    CONSTRAINT vouchers_minimum CHECK (minimum_minor >= 0),
    CONSTRAINT vouchers_limits CHECK ((quantity_limit = -1 OR quantity_limit > 0) AND (buyer_limit = -1 OR buyer_limit > 0)),
    CONSTRAINT vouchers_used CHECK (used >= 0 AND (quantity_limit = -1 OR used <= quantity_limit)),
    CONSTRAINT vouchers_share CHECK (platform_bp BETWEEN 0 AND 10000 AND (shop_id <> 0 OR platform_bp = 10000)),
    CONSTRAINT vouchers_ends_later CHECK (ends_at > starts_at),
    CONSTRAINT vouchers_launch_is_dated CHECK (status <> 'LAUNCHED' OR launched_at IS NOT NULL),
    CONSTRAINT vouchers_end_is_dated CHECK ((status = 'DEACTIVATED') = (deactivated_at IS NOT NULL))
);
CREATE INDEX vouchers_running ON vouchers (shop_id, ends_at) WHERE status = 'LAUNCHED';
CREATE INDEX vouchers_by_id ON vouchers (voucher_id);
CREATE INDEX vouchers_of_a_creator ON vouchers (creator_account_id, ends_at) WHERE status = 'LAUNCHED';
CREATE UNIQUE INDEX vouchers_code_once ON vouchers (shop_id, currency, code) WHERE status <> 'DEACTIVATED' AND code IS NOT NULL;

CREATE TABLE voucher_products (
    shop_id bigint NOT NULL,
    voucher_id bigint NOT NULL,
    product_id bigint NOT NULL,
    PRIMARY KEY (shop_id, voucher_id, product_id),
    CONSTRAINT voucher_products_voucher FOREIGN KEY (shop_id, voucher_id) REFERENCES vouchers
);

-- How often one buyer has used a voucher whose buyers are limited.
CREATE TABLE voucher_uses (
    shop_id bigint NOT NULL,
    voucher_id bigint NOT NULL,
    account_id bigint NOT NULL,
    orders integer NOT NULL,
    PRIMARY KEY (shop_id, voucher_id, account_id),
    CONSTRAINT voucher_uses_orders CHECK (orders >= 0)
);

-- Who has bought from a shop, and when a new customer's voucher was last used there: one per period (R-PRO-5).
CREATE TABLE shop_customers (
    shop_id bigint NOT NULL,
    account_id bigint NOT NULL,
    bought_at timestamptz,
    welcomed_at timestamptz, -- when a new-customer voucher was used
    welcome_order_id bigint,
    PRIMARY KEY (shop_id, account_id)
);

-- What an order used up of a limit. shop_id is whose limit it was: 0 for the platform's vouchers.
CREATE TABLE redemptions (
    shop_id bigint NOT NULL,
    order_id bigint NOT NULL,
    source text NOT NULL, -- PROMOTION or VOUCHER
    source_id bigint NOT NULL,
    product_id bigint NOT NULL, -- the item it counted on; 0 where it is the whole shop or a voucher
    sku_id bigint NOT NULL,
    account_id bigint NOT NULL,
    quantity integer NOT NULL, -- pieces; 1 for a voucher
    amount_minor bigint NOT NULL, -- taken off the order
    at timestamptz NOT NULL,
    released_at timestamptz, -- the order was cancelled: the limit has it back
    PRIMARY KEY (shop_id, order_id, source, source_id, product_id, sku_id),
    CONSTRAINT redemptions_source CHECK (source IN ('PROMOTION', 'VOUCHER')),
    CONSTRAINT redemptions_quantity CHECK (quantity > 0 AND amount_minor >= 0)
);
CREATE INDEX redemptions_of_a_source ON redemptions (shop_id, source, source_id);

-- The lowest list price of a SKU on a day on which it changed; it held until the next row (R-PRO-3).
CREATE TABLE price_lows (
    shop_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    day date NOT NULL, -- UTC
    product_id bigint NOT NULL,
    price_minor bigint NOT NULL, -- the lowest of the day
    last_minor bigint NOT NULL, -- the latest of the day: in force until the next row
    seen_at timestamptz NOT NULL, -- when the product was last changed, as far as is noted
    PRIMARY KEY (shop_id, sku_id, day),
    CONSTRAINT price_lows_price CHECK (price_minor > 0 AND last_minor >= price_minor)
);
CREATE INDEX price_lows_seen ON price_lows (seen_at);

-- Group A. The vouchers a buyer has claimed.
CREATE TABLE account_vouchers (
    account_id bigint NOT NULL,
    voucher_id bigint NOT NULL,
    shop_id bigint NOT NULL, -- 0: the platform's
    claimed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, voucher_id)
);
