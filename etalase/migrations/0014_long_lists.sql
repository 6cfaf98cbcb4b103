-- migrate:up
DROP INDEX orders_of_a_buyer;
CREATE INDEX orders_of_a_buyer ON orders (shop_id, buyer_account_id, status, placed_at DESC, order_id DESC);
CREATE INDEX orders_by_carrier_and_deadline ON orders (shop_id, status, carrier, due_at, order_id)
    WHERE carrier IS NOT NULL AND due_at IS NOT NULL;
CREATE INDEX products_not_live ON products (shop_id, status, product_id DESC) WHERE status <> 'ACTIVATE';
CREATE FUNCTION title_words(shop_id bigint, title text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(string_to_array(shop_id || ':' || regexp_replace(regexp_replace(
        lower(title), '([[:alnum:]]{40})', '\1 ', 'g'), '[^[:alnum:]]+', ' ' || shop_id || ':', 'g'), ' '))
$$;
CREATE INDEX products_by_words ON products USING gin (title_words(shop_id, title));

-- migrate:down
DROP INDEX products_by_words;
DROP FUNCTION title_words(bigint, text);
DROP INDEX products_not_live;
DROP INDEX orders_by_carrier_and_deadline;
DROP INDEX orders_of_a_buyer;
CREATE INDEX orders_of_a_buyer ON orders (shop_id, buyer_account_id, placed_at DESC, order_id DESC);
