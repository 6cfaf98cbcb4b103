-- migrate:up
ALTER TABLE orders
    ADD COLUMN buyer_fee_minor bigint NOT NULL DEFAULT 0,
    ADD COLUMN tax_included_minor bigint NOT NULL DEFAULT 0,
    ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0,
    DROP CONSTRAINT orders_total_is_its_parts,
    DROP CONSTRAINT orders_amounts_not_negative;
ALTER TABLE orders
    ADD CONSTRAINT orders_total_is_its_parts CHECK (total_minor =
        subtotal_minor - seller_discount_minor - platform_discount_minor + shipping_minor + tax_minor + buyer_fee_minor),
    ADD CONSTRAINT orders_amounts_not_negative CHECK (total_minor >= 0 AND least(subtotal_minor, seller_discount_minor,
        platform_discount_minor, shipping_minor, tax_minor, buyer_fee_minor, tax_included_minor) >= 0),
    ADD CONSTRAINT orders_refunds_within CHECK (refunded_minor BETWEEN 0 AND total_minor);
ALTER TABLE order_lines
    ADD COLUMN shipping_seller_minor bigint NOT NULL DEFAULT 0,
    ADD COLUMN shipping_platform_minor bigint NOT NULL DEFAULT 0,
    ADD COLUMN buyer_fee_minor bigint NOT NULL DEFAULT 0,
    ADD COLUMN tax_included_minor bigint NOT NULL DEFAULT 0,
    ADD COLUMN tax_rule text,
    ADD COLUMN promotions jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0,
    DROP CONSTRAINT order_lines_paid_is_its_parts;
ALTER TABLE order_lines
    ADD CONSTRAINT order_lines_paid_is_its_parts CHECK (paid_minor = quantity * unit_price_minor
        - seller_discount_minor - platform_discount_minor + shipping_minor + tax_minor + buyer_fee_minor),
    ADD CONSTRAINT order_lines_amounts_not_negative CHECK (least(unit_price_minor, seller_discount_minor,
        platform_discount_minor, shipping_minor, tax_minor, paid_minor, shipping_seller_minor, shipping_platform_minor,
        buyer_fee_minor, tax_included_minor) >= 0),
    ADD CONSTRAINT order_lines_refunds_within CHECK (refunded_minor BETWEEN 0 AND paid_minor);

-- migrate:down
