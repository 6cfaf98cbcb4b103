-- Group A: what a buyer gathers, and what was bought together.
CREATE TABLE cart_lines (
    account_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    shop_id bigint NOT NULL,
    product_id bigint NOT NULL,
    quantity integer NOT NULL,
    via_kind text, -- where the buyer came from: SHOWCASE, VIDEO, LIVE or AD
    via_ref text, -- a handle or an id of that kind, as it was given
    added_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, sku_id),
    CONSTRAINT cart_lines_quantity CHECK (quantity BETWEEN 1 AND 9999),
    CONSTRAINT cart_lines_via_kind CHECK (via_kind IN ('SHOWCASE', 'VIDEO', 'LIVE', 'AD')),
    CONSTRAINT cart_lines_via_length CHECK (length(via_ref) BETWEEN 1 AND 64)
);

CREATE TABLE checkouts (
    account_id bigint NOT NULL,
    checkout_id bigint NOT NULL,
    payment_id bigint NOT NULL,
    currency text NOT NULL,
    total_minor bigint NOT NULL, -- over all its orders
    address jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, checkout_id),
    CONSTRAINT checkouts_total_positive CHECK (total_minor > 0)
);

-- Addresses a buyer keeps, for the next checkout.
CREATE TABLE addresses (
    account_id bigint NOT NULL,
    slot smallint NOT NULL, -- 0: the one used last
    address jsonb NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, slot),
    CONSTRAINT addresses_slot CHECK (slot BETWEEN 0 AND 9)
);

-- Group S: one order of one shop.
CREATE TABLE orders (
    shop_id bigint NOT NULL,
    order_id bigint NOT NULL,
    checkout_id bigint NOT NULL,
    buyer_account_id bigint NOT NULL,
    status text NOT NULL,
    payment_id bigint NOT NULL,
    payment_method text NOT NULL,
    currency text NOT NULL,
    subtotal_minor bigint NOT NULL, -- at list prices
    seller_discount_minor bigint NOT NULL DEFAULT 0,
    platform_discount_minor bigint NOT NULL DEFAULT 0,
    shipping_minor bigint NOT NULL DEFAULT 0,
    tax_minor bigint NOT NULL DEFAULT 0,
    total_minor bigint NOT NULL,
    address jsonb NOT NULL, -- hidden from the seller until the hold is over (R-ORD-4)
    placed_at timestamptz NOT NULL,
    paid_at timestamptz,
    unpaid_until timestamptz, -- cancelled then, if not paid (R-ORD-8)
    hold_until timestamptz, -- the buyer may cancel alone until then (R-ORD-2)
    ship_by timestamptz, -- the system cancels after it (R-ORD-7)
    arranged_at timestamptz,
    shipped_at timestamptz,
    delivered_at timestamptz,
    completed_at timestamptz,
    cancelled_at timestamptz,
    cancelled_by text,
    cancel_reason text,
    carrier text,
    tracking_number text,
    buyer_fee_minor bigint NOT NULL DEFAULT 0, -- small-order, service or delivery fee of the market (R-ORD-6)
    tax_included_minor bigint NOT NULL DEFAULT 0, -- the tax that the amounts contain, where prices include it
    refunded_minor bigint NOT NULL DEFAULT 0,
    shipping_method text NOT NULL DEFAULT 'STANDARD',
    collect_by timestamptz, -- the carrier must have it (R-ORD-9)
    deliver_by timestamptz, -- the buyer must have it
    cancel_at timestamptz, -- the system cancels then what is not arranged: ship_by, and later where the market has patience
    due_at timestamptz GENERATED ALWAYS AS (CASE status WHEN 'UNPAID' THEN unpaid_until WHEN 'ON_HOLD' THEN hold_until
        WHEN 'AWAITING_SHIPMENT' THEN ship_by WHEN 'PARTIALLY_SHIPPING' THEN ship_by
        WHEN 'AWAITING_COLLECTION' THEN collect_by WHEN 'IN_TRANSIT' THEN deliver_by END) STORED, -- of the present state
    PRIMARY KEY (shop_id, order_id),
    CONSTRAINT orders_status CHECK (status IN ('UNPAID', 'ON_HOLD', 'AWAITING_SHIPMENT', 'PARTIALLY_SHIPPING',
        'AWAITING_COLLECTION', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED', 'CANCELLED')),
    CONSTRAINT orders_total_is_its_parts CHECK (total_minor =
        subtotal_minor - seller_discount_minor - platform_discount_minor + shipping_minor + tax_minor + buyer_fee_minor),
    CONSTRAINT orders_amounts_not_negative CHECK (total_minor >= 0 AND least(subtotal_minor, seller_discount_minor,
        platform_discount_minor, shipping_minor, tax_minor, buyer_fee_minor, tax_included_minor) >= 0),
    CONSTRAINT orders_refunds_within CHECK (refunded_minor BETWEEN 0 AND total_minor),
    CONSTRAINT orders_cancelled_is_told CHECK ((status = 'CANCELLED') = (cancelled_at IS NOT NULL)
        AND (cancelled_at IS NULL) = (cancelled_by IS NULL)),
    CONSTRAINT orders_cancelled_by CHECK (cancelled_by IN ('BUYER', 'SELLER', 'SYSTEM')),
    CONSTRAINT orders_reason_length CHECK (length(cancel_reason) BETWEEN 1 AND 200),
    CONSTRAINT orders_tracking_length CHECK (length(tracking_number) BETWEEN 1 AND 64),
    CONSTRAINT orders_shipping_method CHECK (shipping_method IN ('STANDARD', 'ECONOMY', 'SELLER'))
);
CREATE INDEX orders_by_id ON orders (order_id);
CREATE INDEX orders_unpaid ON orders (unpaid_until) WHERE status = 'UNPAID';
CREATE INDEX orders_on_hold ON orders (hold_until) WHERE status = 'ON_HOLD';
CREATE INDEX orders_to_cancel ON orders (cancel_at) WHERE status = 'AWAITING_SHIPMENT';
CREATE INDEX orders_to_cut ON orders (cancel_at) WHERE status = 'PARTIALLY_SHIPPING';
-- The seller's desk: a state by deadline or by time, one carrier, one buyer, one product; each page reads a stretch of one.
-- Sums over a time read the second. Those of a carrier are not written when an order is placed.
CREATE INDEX orders_by_deadline ON orders (shop_id, status, due_at, order_id) WHERE due_at IS NOT NULL;
CREATE INDEX orders_by_time ON orders (shop_id, placed_at);
CREATE INDEX orders_by_state_and_time ON orders (shop_id, status, placed_at DESC, order_id DESC);
CREATE INDEX orders_by_carrier ON orders (shop_id, status, carrier, placed_at DESC, order_id DESC) WHERE carrier IS NOT NULL;
CREATE INDEX orders_by_carrier_and_deadline ON orders (shop_id, status, carrier, due_at, order_id)
    WHERE carrier IS NOT NULL AND due_at IS NOT NULL;
CREATE INDEX orders_of_a_buyer ON orders (shop_id, buyer_account_id, status, placed_at DESC, order_id DESC);
CREATE INDEX orders_to_complete ON orders (delivered_at) WHERE status = 'DELIVERED';

CREATE TABLE order_lines (
    shop_id bigint NOT NULL,
    line_id bigint NOT NULL,
    order_id bigint NOT NULL,
    product_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    warehouse_id bigint NOT NULL,
    title text NOT NULL, -- as it was when ordered
    options jsonb NOT NULL,
    picture_key text,
    quantity integer NOT NULL,
    unit_price_minor bigint NOT NULL,
    seller_discount_minor bigint NOT NULL DEFAULT 0, -- of the whole line, like all that follow
    platform_discount_minor bigint NOT NULL DEFAULT 0,
    shipping_minor bigint NOT NULL DEFAULT 0,
    tax_minor bigint NOT NULL DEFAULT 0,
    paid_minor bigint NOT NULL,
    via_kind text,
    via_ref text, -- as the buyer's call named it; may be unknown or powerless
    via_account_id bigint, -- the account behind it, where there is one
    shown_right text, -- on which right that account showed the product then
    right_link_id bigint,
    right_plan_id bigint,
    rate_bp integer NOT NULL DEFAULT 0, -- the plan's rate in force then
    shipping_seller_minor bigint NOT NULL DEFAULT 0, -- what the seller took off its shipping; shipping_minor is what was left to pay
    shipping_platform_minor bigint NOT NULL DEFAULT 0, -- what the platform took off
    buyer_fee_minor bigint NOT NULL DEFAULT 0,
    tax_included_minor bigint NOT NULL DEFAULT 0, -- the tax inside what was paid, where prices include it
    tax_rule text, -- which row of the market's tax table was in force
    promotions jsonb NOT NULL DEFAULT '[]', -- each discount: what, whose, how much
    refunded_minor bigint NOT NULL DEFAULT 0, -- of paid_minor, never more
    packed_quantity integer NOT NULL DEFAULT 0, -- pieces that lie in a package
    shipped_quantity integer NOT NULL DEFAULT 0, -- pieces that a carrier has got
    cancelled_quantity integer NOT NULL DEFAULT 0, -- pieces that were not sent in time, of an order of which others were
    PRIMARY KEY (shop_id, line_id),
    CONSTRAINT order_lines_order FOREIGN KEY (shop_id, order_id) REFERENCES orders,
    CONSTRAINT order_lines_quantity_positive CHECK (quantity > 0),
    CONSTRAINT order_lines_paid_is_its_parts CHECK (paid_minor = quantity * unit_price_minor
        - seller_discount_minor - platform_discount_minor + shipping_minor + tax_minor + buyer_fee_minor),
    CONSTRAINT order_lines_amounts_not_negative CHECK (least(unit_price_minor, seller_discount_minor,
        platform_discount_minor, shipping_minor, tax_minor, paid_minor, shipping_seller_minor, shipping_platform_minor,
        buyer_fee_minor, tax_included_minor) >= 0),
    CONSTRAINT order_lines_refunds_within CHECK (refunded_minor BETWEEN 0 AND paid_minor),
    CONSTRAINT order_lines_packed_within CHECK (0 <= shipped_quantity AND shipped_quantity <= packed_quantity
        AND packed_quantity + cancelled_quantity <= quantity),
    CONSTRAINT order_lines_cancelled_not_negative CHECK (cancelled_quantity >= 0),
    CONSTRAINT order_lines_via_kind CHECK (via_kind IN ('SHOWCASE', 'VIDEO', 'LIVE', 'AD')),
    CONSTRAINT order_lines_shown_right CHECK (shown_right IN ('OFFICIAL', 'MARKETING', 'AFFILIATE')),
    CONSTRAINT order_lines_rate_range CHECK (rate_bp BETWEEN 0 AND 8000)
);
CREATE INDEX order_lines_of_an_order ON order_lines (shop_id, order_id, line_id);
CREATE INDEX order_lines_of_a_product ON order_lines (shop_id, product_id, order_id DESC);

CREATE TABLE order_history (
    shop_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    order_id bigint NOT NULL,
    status text NOT NULL, -- the state it came into
    at timestamptz NOT NULL,
    by_side text NOT NULL,
    by_account_id bigint,
    note text,
    PRIMARY KEY (shop_id, order_id, entry_id),
    CONSTRAINT order_history_order FOREIGN KEY (shop_id, order_id) REFERENCES orders,
    CONSTRAINT order_history_side CHECK (by_side IN ('BUYER', 'SELLER', 'SYSTEM'))
);

-- Group A: the buyer's list of orders; the orders themselves live with their shops.
CREATE TABLE account_orders (
    account_id bigint NOT NULL,
    order_id bigint NOT NULL,
    shop_id bigint NOT NULL,
    placed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, order_id)
);

-- What went back to the buyer of an order: each refund once per what caused it.
CREATE TABLE order_refunds (
    shop_id bigint NOT NULL,
    refund_id bigint NOT NULL,
    order_id bigint NOT NULL,
    cause text NOT NULL, -- a cancellation, a return, a dispute: what asked for it
    cause_id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (shop_id, refund_id),
    CONSTRAINT order_refunds_once UNIQUE (shop_id, cause, cause_id),
    CONSTRAINT order_refunds_order FOREIGN KEY (shop_id, order_id) REFERENCES orders,
    CONSTRAINT order_refunds_amount_not_negative CHECK (amount_minor >= 0)
);
CREATE INDEX order_refunds_of_an_order ON order_refunds (shop_id, order_id, refund_id);

CREATE TABLE order_refund_lines (
    shop_id bigint NOT NULL,
    refund_id bigint NOT NULL,
    line_id bigint NOT NULL,
    amount_minor bigint NOT NULL, -- of what was paid for the line; nothing where nothing was paid
    PRIMARY KEY (shop_id, refund_id, line_id),
    CONSTRAINT order_refund_lines_refund FOREIGN KEY (shop_id, refund_id) REFERENCES order_refunds,
    CONSTRAINT order_refund_lines_line FOREIGN KEY (shop_id, line_id) REFERENCES order_lines,
    CONSTRAINT order_refund_lines_amount_not_negative CHECK (amount_minor >= 0)
);
CREATE INDEX order_refund_lines_of_a_line ON order_refund_lines (shop_id, line_id);

-- What a sale owes to the state, by market, US state and date; a small reference table, the same on every node.
CREATE TABLE tax_rows (
    market text NOT NULL,
    region text NOT NULL, -- a US state by its two letters; empty: the rest of the market
    effective_from timestamptz NOT NULL, -- in force from then until the next row of the same market and region
    kind text NOT NULL,
    rate_ppm integer NOT NULL, -- millionths
    included boolean NOT NULL, -- the prices shown contain it; else it comes on top
    shipping_taxed boolean NOT NULL,
    delivery_fee_minor bigint NOT NULL, -- what the state has the buyer pay per delivery
    delivery_fee_from_minor bigint NOT NULL, -- on orders of that sub-total and more
    PRIMARY KEY (market, region, effective_from),
    CONSTRAINT tax_rows_market_form CHECK (market ~ '^[A-Z]{2}$'),
    CONSTRAINT tax_rows_region_form CHECK (region ~ '^([A-Z]{2})?$'),
    CONSTRAINT tax_rows_kind CHECK (kind IN ('NONE', 'VAT', 'GST', 'SALES_TAX')),
    CONSTRAINT tax_rows_rate_range CHECK (rate_ppm BETWEEN 0 AND 999999),
    CONSTRAINT tax_rows_fees_not_negative CHECK (delivery_fee_minor >= 0 AND delivery_fee_from_minor >= 0)
);
