-- migrate:up
DROP INDEX orders_of_a_buyer;
CREATE INDEX orders_of_a_buyer ON orders (shop_id, buyer_account_id, status, placed_at DESC, order_id DESC);
CREATE INDEX orders_by_carrier_and_deadline ON orders (shop_id, status, carrier, due_at, order_id)
    WHERE carrier IS NOT NULL AND due_at IS NOT NULL;

-- migrate:down
DROP INDEX orders_by_carrier_and_deadline;
DROP INDEX orders_of_a_buyer;
CREATE INDEX orders_of_a_buyer ON orders (shop_id, buyer_account_id, placed_at DESC, order_id DESC);
