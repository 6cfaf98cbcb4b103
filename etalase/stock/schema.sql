CREATE TABLE warehouses (
    shop_id bigint NOT NULL REFERENCES shops,
    warehouse_id bigint NOT NULL,
    slot smallint NOT NULL, -- 0: the default one, opened with the shop
    name text NOT NULL,
    PRIMARY KEY (shop_id, warehouse_id),
    CONSTRAINT warehouses_slot_once UNIQUE (shop_id, slot),
    CONSTRAINT warehouses_slot_range CHECK (slot BETWEEN 0 AND 99),
    CONSTRAINT warehouses_name_length CHECK (length(name) BETWEEN 1 AND 60)
);

CREATE TABLE stock_levels (
    shop_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    warehouse_id bigint NOT NULL,
    product_id bigint NOT NULL, -- of the SKU; a plain id, products are a higher room's
    available integer NOT NULL,
    reserved integer NOT NULL DEFAULT 0, -- ordered and not yet shipped
    PRIMARY KEY (shop_id, sku_id, warehouse_id),
    CONSTRAINT stock_levels_warehouse FOREIGN KEY (shop_id, warehouse_id) REFERENCES warehouses,
    CONSTRAINT stock_levels_available_not_negative CHECK (available >= 0),
    CONSTRAINT stock_levels_reserved_not_negative CHECK (reserved >= 0)
);
CREATE INDEX stock_levels_of_a_product ON stock_levels (shop_id, product_id);

CREATE TABLE stock_moves (
    shop_id bigint NOT NULL,
    move_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    warehouse_id bigint NOT NULL,
    kind text NOT NULL,
    -- SET: what was added to available, may be negative. RESERVED: available to reserved. RELEASED: back.
    -- SOLD: left reserved for good. RETURNED: came back to available.
    quantity integer NOT NULL,
    order_line_id bigint,
    at timestamptz NOT NULL,
    PRIMARY KEY (shop_id, move_id),
    CONSTRAINT stock_moves_kind CHECK (kind IN ('SET', 'RESERVED', 'RELEASED', 'SOLD', 'RETURNED')),
    CONSTRAINT stock_moves_quantity CHECK (quantity > 0 OR (kind = 'SET' AND quantity <> 0))
);
CREATE INDEX stock_moves_of_a_sku ON stock_moves (shop_id, sku_id, move_id);
