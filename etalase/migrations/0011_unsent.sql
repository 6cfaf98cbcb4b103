-- migrate:up
ALTER TABLE order_lines
    ADD COLUMN cancelled_quantity integer NOT NULL DEFAULT 0,
    DROP CONSTRAINT order_lines_packed_within,
    ADD CONSTRAINT order_lines_packed_within CHECK (0 <= shipped_quantity AND shipped_quantity <= packed_quantity
        AND packed_quantity + cancelled_quantity <= quantity),
    ADD CONSTRAINT order_lines_cancelled_not_negative CHECK (cancelled_quantity >= 0);
CREATE INDEX orders_to_cut ON orders (cancel_at) WHERE status = 'PARTIALLY_SHIPPING';

-- migrate:down
DROP INDEX orders_to_cut;
ALTER TABLE order_lines
    DROP CONSTRAINT order_lines_cancelled_not_negative,
    DROP CONSTRAINT order_lines_packed_within,
    DROP COLUMN cancelled_quantity,
    ADD CONSTRAINT order_lines_packed_within CHECK (0 <= shipped_quantity AND shipped_quantity <= packed_quantity
        AND packed_quantity <= quantity);
