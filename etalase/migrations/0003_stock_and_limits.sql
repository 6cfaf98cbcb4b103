-- migrate:up
ALTER TABLE warehouses
    ALTER COLUMN slot DROP NOT NULL,
    ADD COLUMN closed_at timestamptz,
    ADD CONSTRAINT warehouses_closed_gives_up_its_slot CHECK ((slot IS NULL) = (closed_at IS NOT NULL));
ALTER TABLE stock_levels
    ADD COLUMN aside integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT stock_levels_aside_not_negative CHECK (aside >= 0);
CREATE TABLE stock_set_asides (
    shop_id bigint NOT NULL,
    set_aside_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    warehouse_id bigint NOT NULL,
    product_id bigint NOT NULL,
    purpose text NOT NULL,
    purpose_ref bigint NOT NULL,
    quantity integer NOT NULL,
    taken integer NOT NULL DEFAULT 0,
    made_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (shop_id, set_aside_id),
    CONSTRAINT stock_set_asides_level FOREIGN KEY (shop_id, sku_id, warehouse_id) REFERENCES stock_levels,
    CONSTRAINT stock_set_asides_purpose CHECK (purpose IN ('CAMPAIGN', 'LIVE')),
    CONSTRAINT stock_set_asides_quantity_positive CHECK (quantity > 0),
    CONSTRAINT stock_set_asides_taken CHECK (taken BETWEEN 0 AND quantity)
);
CREATE UNIQUE INDEX stock_set_asides_once ON stock_set_asides (shop_id, purpose, purpose_ref, sku_id) WHERE ended_at IS NULL;
CREATE INDEX stock_set_asides_of_a_sku ON stock_set_asides (shop_id, sku_id) WHERE ended_at IS NULL;
ALTER TABLE stock_moves
    ADD COLUMN set_aside_id bigint,
    DROP CONSTRAINT stock_moves_kind;
ALTER TABLE stock_moves
    ADD CONSTRAINT stock_moves_kind CHECK (kind IN ('SET', 'RESERVED', 'RELEASED', 'SOLD', 'RETURNED', 'SET_ASIDE', 'PUT_BACK',
        'ASIDE_RESERVED', 'ASIDE_RELEASED')),
    ADD CONSTRAINT stock_moves_names_its_set_aside CHECK
        ((kind IN ('SET_ASIDE', 'PUT_BACK', 'ASIDE_RESERVED', 'ASIDE_RELEASED')) = (set_aside_id IS NOT NULL));
CREATE INDEX stock_moves_of_a_set_aside ON stock_moves (shop_id, order_line_id) WHERE kind = 'ASIDE_RESERVED';
ALTER TABLE products
    ADD COLUMN purchase_limit integer,
    ADD COLUMN purchase_limit_days integer,
    ADD CONSTRAINT products_purchase_limit_range CHECK (purchase_limit BETWEEN 1 AND 9999),
    ADD CONSTRAINT products_purchase_limit_days_range CHECK (purchase_limit_days BETWEEN 1 AND 365),
    ADD CONSTRAINT products_purchase_limit_days_have_a_limit CHECK (purchase_limit_days IS NULL OR purchase_limit IS NOT NULL);
CREATE TABLE product_buyers (
    shop_id bigint NOT NULL,
    product_id bigint NOT NULL,
    account_id bigint NOT NULL,
    since timestamptz NOT NULL,
    bought integer NOT NULL,
    PRIMARY KEY (shop_id, product_id, account_id),
    CONSTRAINT product_buyers_product FOREIGN KEY (shop_id, product_id) REFERENCES products,
    CONSTRAINT product_buyers_bought_not_negative CHECK (bought >= 0)
);

-- migrate:down
