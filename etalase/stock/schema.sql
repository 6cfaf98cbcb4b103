CREATE TABLE warehouses (
    shop_id bigint NOT NULL REFERENCES shops,
    warehouse_id bigint NOT NULL,
    slot smallint, -- 0: the default one, opened with the shop; a closed one has none
    name text NOT NULL,
    closed_at timestamptz,
    PRIMARY KEY (shop_id, warehouse_id),
    CONSTRAINT warehouses_slot_once UNIQUE (shop_id, slot),
    CONSTRAINT warehouses_slot_range CHECK (slot BETWEEN 0 AND 99),
    CONSTRAINT warehouses_name_length CHECK (length(name) BETWEEN 1 AND 60),
    CONSTRAINT warehouses_closed_gives_up_its_slot CHECK ((slot IS NULL) = (closed_at IS NOT NULL))
);

CREATE TABLE stock_levels (
    shop_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    warehouse_id bigint NOT NULL,
    product_id bigint NOT NULL, -- of the SKU; a plain id, products are a higher room's
    available integer NOT NULL,
    reserved integer NOT NULL DEFAULT 0, -- ordered and not yet shipped
    aside integer NOT NULL DEFAULT 0, -- kept for campaigns and LIVEs, and not yet ordered; buyers see them at the price they are kept for
    PRIMARY KEY (shop_id, sku_id, warehouse_id),
    CONSTRAINT stock_levels_warehouse FOREIGN KEY (shop_id, warehouse_id) REFERENCES warehouses,
    CONSTRAINT stock_levels_available_not_negative CHECK (available >= 0),
    CONSTRAINT stock_levels_reserved_not_negative CHECK (reserved >= 0),
    CONSTRAINT stock_levels_aside_not_negative CHECK (aside >= 0)
);
CREATE INDEX stock_levels_of_a_product ON stock_levels (shop_id, product_id);

-- Pieces of one SKU in one warehouse, carved out for one campaign or LIVE until it ends.
CREATE TABLE stock_set_asides (
    shop_id bigint NOT NULL,
    set_aside_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    warehouse_id bigint NOT NULL,
    product_id bigint NOT NULL,
    purpose text NOT NULL,
    purpose_ref bigint NOT NULL, -- the campaign or LIVE of a higher room
    quantity integer NOT NULL,
    taken integer NOT NULL DEFAULT 0, -- ordered from it; what is left of an open one lies in the level's aside
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

CREATE TABLE stock_moves (
    shop_id bigint NOT NULL,
    move_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    warehouse_id bigint NOT NULL,
    kind text NOT NULL,
    -- SET: what was added to available, may be negative. RESERVED: available to reserved. RELEASED: back.
    -- SOLD: left reserved for good. RETURNED: came back to available. SET_ASIDE: available to aside. PUT_BACK: back.
    -- ASIDE_RESERVED: aside to reserved. ASIDE_RELEASED: back.
    quantity integer NOT NULL,
    order_line_id bigint,
    at timestamptz NOT NULL,
    set_aside_id bigint,
    PRIMARY KEY (shop_id, sku_id, move_id),
    CONSTRAINT stock_moves_kind CHECK (kind IN ('SET', 'RESERVED', 'RELEASED', 'SOLD', 'RETURNED', 'SET_ASIDE', 'PUT_BACK',
        'ASIDE_RESERVED', 'ASIDE_RELEASED')),
    CONSTRAINT stock_moves_quantity CHECK (quantity > 0 OR (kind = 'SET' AND quantity <> 0)),
    CONSTRAINT stock_moves_names_its_set_aside CHECK
        ((kind IN ('SET_ASIDE', 'PUT_BACK', 'ASIDE_RESERVED', 'ASIDE_RELEASED')) = (set_aside_id IS NOT NULL))
);
CREATE INDEX stock_moves_of_a_set_aside ON stock_moves (shop_id, order_line_id) WHERE kind = 'ASIDE_RESERVED';
