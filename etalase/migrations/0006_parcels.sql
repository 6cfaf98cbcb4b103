-- migrate:up
ALTER TABLE orders
    ADD COLUMN shipping_method text NOT NULL DEFAULT 'STANDARD',
    ADD COLUMN collect_by timestamptz,
    ADD COLUMN deliver_by timestamptz,
    ADD COLUMN cancel_at timestamptz,
    ADD COLUMN due_at timestamptz GENERATED ALWAYS AS (CASE status WHEN 'UNPAID' THEN unpaid_until WHEN 'ON_HOLD' THEN hold_until
        WHEN 'AWAITING_SHIPMENT' THEN ship_by WHEN 'PARTIALLY_SHIPPING' THEN ship_by
        WHEN 'AWAITING_COLLECTION' THEN collect_by WHEN 'IN_TRANSIT' THEN deliver_by END) STORED,
    ADD CONSTRAINT orders_shipping_method CHECK (shipping_method IN ('STANDARD', 'ECONOMY', 'SELLER'));
ALTER TABLE order_lines
    ADD COLUMN packed_quantity integer NOT NULL DEFAULT 0,
    ADD COLUMN shipped_quantity integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT order_lines_packed_within CHECK (0 <= shipped_quantity AND shipped_quantity <= packed_quantity
        AND packed_quantity <= quantity);
DROP INDEX orders_to_ship, orders_of_a_shop, orders_by_status;
CREATE INDEX orders_to_cancel ON orders (cancel_at) WHERE status = 'AWAITING_SHIPMENT';
CREATE INDEX orders_by_deadline ON orders (shop_id, status, due_at, order_id) WHERE due_at IS NOT NULL;
CREATE INDEX orders_by_time ON orders (shop_id, placed_at);
CREATE INDEX orders_by_state_and_time ON orders (shop_id, status, placed_at DESC, order_id DESC);
CREATE INDEX orders_by_carrier ON orders (shop_id, status, carrier, placed_at DESC, order_id DESC) WHERE carrier IS NOT NULL;
CREATE INDEX orders_of_a_buyer ON orders (shop_id, buyer_account_id, placed_at DESC, order_id DESC);
CREATE INDEX order_lines_of_a_product ON order_lines (shop_id, product_id, order_id DESC);
-- Group S. A package may hold pieces of several orders of one buyer to one address; whose, its lines say.
CREATE TABLE packages (
    shop_id bigint NOT NULL,
    package_id bigint NOT NULL,
    buyer_account_id bigint NOT NULL,
    status text NOT NULL, -- R-ORD-10
    method text NOT NULL,
    carrier text, -- a key of shipping.rules.CARRIERS or a name that was typed; known once it is arranged
    tracking_number text,
    packed_at timestamptz NOT NULL,
    arranged_at timestamptz, -- the carrier may collect it
    handed_at timestamptz, -- the carrier has it
    deliver_by timestamptz,
    delivered_at timestamptz,
    overdue_at timestamptz, -- when it was noticed that it is late
    failed_attempts smallint NOT NULL DEFAULT 0,
    failed_at timestamptz, -- the last of them
    returned_at timestamptz, -- back with the sender
    cancelled_at timestamptz,
    next_report text, -- what the sandbox carrier will tell next
    next_report_at timestamptz, -- and when
    PRIMARY KEY (shop_id, package_id),
    CONSTRAINT packages_status CHECK (status IN ('PROCESSING', 'FULFILLING', 'COMPLETED', 'CANCELLED')),
    CONSTRAINT packages_method CHECK (method IN ('STANDARD', 'ECONOMY', 'SELLER')),
    CONSTRAINT packages_carrier_length CHECK (length(carrier) BETWEEN 1 AND 60),
    CONSTRAINT packages_tracking_length CHECK (length(tracking_number) BETWEEN 1 AND 64),
    CONSTRAINT packages_arranged_has_carrier CHECK (arranged_at IS NULL OR carrier IS NOT NULL),
    CONSTRAINT packages_fulfilling_was_handed CHECK (status NOT IN ('FULFILLING', 'COMPLETED') OR handed_at IS NOT NULL),
    CONSTRAINT packages_handed_was_arranged CHECK (handed_at IS NULL OR arranged_at IS NOT NULL),
    CONSTRAINT packages_completed_has_a_time CHECK ((status = 'COMPLETED') = (delivered_at IS NOT NULL)),
    CONSTRAINT packages_cancelled_has_a_time CHECK ((status = 'CANCELLED') = (cancelled_at IS NOT NULL)),
    CONSTRAINT packages_attempts CHECK (failed_attempts BETWEEN 0 AND 99),
    CONSTRAINT packages_next_report CHECK ((next_report IS NULL) = (next_report_at IS NULL))
);
CREATE INDEX packages_by_tracking ON packages (tracking_number) WHERE tracking_number IS NOT NULL;
CREATE INDEX packages_open ON packages (shop_id, buyer_account_id) WHERE status = 'PROCESSING';
CREATE INDEX packages_to_report ON packages (next_report_at) WHERE next_report IS NOT NULL;
CREATE INDEX packages_on_the_way ON packages (deliver_by) WHERE status = 'FULFILLING' AND overdue_at IS NULL;

-- The pieces of a line that lie in a package. How many of a line are packed in all, the line itself bounds.
CREATE TABLE package_lines (
    shop_id bigint NOT NULL,
    package_id bigint NOT NULL,
    line_id bigint NOT NULL,
    order_id bigint NOT NULL,
    quantity integer NOT NULL,
    PRIMARY KEY (shop_id, package_id, line_id),
    CONSTRAINT package_lines_package FOREIGN KEY (shop_id, package_id) REFERENCES packages,
    CONSTRAINT package_lines_line FOREIGN KEY (shop_id, line_id) REFERENCES order_lines,
    CONSTRAINT package_lines_quantity CHECK (quantity > 0)
);
CREATE INDEX package_lines_of_an_order ON package_lines (shop_id, order_id, package_id);

-- What carriers said, each once, however often and in whatever order they say it.
CREATE TABLE tracking_events (
    shop_id bigint NOT NULL,
    carrier text NOT NULL,
    event_id text NOT NULL, -- the carrier's own
    package_id bigint NOT NULL,
    kind text NOT NULL,
    at timestamptz NOT NULL, -- when it happened, as the carrier says
    told_at timestamptz NOT NULL,
    place text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    PRIMARY KEY (shop_id, carrier, event_id),
    CONSTRAINT tracking_events_package FOREIGN KEY (shop_id, package_id) REFERENCES packages,
    CONSTRAINT tracking_events_kind CHECK (kind IN ('PICKED_UP', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED',
        'DELIVERY_FAILED', 'RETURNING', 'RETURNED')),
    CONSTRAINT tracking_events_lengths CHECK (length(event_id) BETWEEN 1 AND 100 AND length(carrier) BETWEEN 1 AND 60
        AND length(place) <= 100 AND length(note) <= 200)
);
CREATE INDEX tracking_events_of_a_package ON tracking_events (shop_id, package_id, at, event_id);

-- Orders from before there were packages: each that is packed becomes one, under the order's own number.
UPDATE orders SET cancel_at = ship_by, collect_by = ship_by WHERE ship_by IS NOT NULL;
INSERT INTO packages (shop_id, package_id, buyer_account_id, status, method, carrier, tracking_number, packed_at, arranged_at,
       handed_at, delivered_at)
SELECT shop_id, order_id, buyer_account_id,
       CASE status WHEN 'AWAITING_COLLECTION' THEN 'PROCESSING' WHEN 'IN_TRANSIT' THEN 'FULFILLING' ELSE 'COMPLETED' END,
       'SELLER', coalesce(carrier, '-'), tracking_number, coalesce(arranged_at, placed_at), coalesce(arranged_at, placed_at),
       CASE WHEN status <> 'AWAITING_COLLECTION' THEN coalesce(shipped_at, placed_at) END,
       CASE WHEN status IN ('DELIVERED', 'COMPLETED') THEN coalesce(delivered_at, placed_at) END
  FROM orders WHERE status IN ('AWAITING_COLLECTION', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED');
INSERT INTO package_lines (shop_id, package_id, line_id, order_id, quantity)
SELECT l.shop_id, l.order_id, l.line_id, l.order_id, l.quantity
  FROM order_lines l JOIN packages p ON p.shop_id = l.shop_id AND p.package_id = l.order_id;
UPDATE order_lines l SET packed_quantity = l.quantity,
       shipped_quantity = CASE WHEN p.status = 'PROCESSING' THEN 0 ELSE l.quantity END
  FROM packages p WHERE p.shop_id = l.shop_id AND p.package_id = l.order_id;

-- migrate:down
