CREATE TABLE payments (
    account_id bigint NOT NULL, -- the buyer
    payment_id bigint NOT NULL,
    checkout_id bigint NOT NULL, -- a plain id: checkouts are a higher room's
    method text NOT NULL,
    status text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    created_at timestamptz NOT NULL,
    paid_at timestamptz,
    PRIMARY KEY (account_id, payment_id),
    CONSTRAINT payments_one_per_checkout UNIQUE (account_id, checkout_id),
    CONSTRAINT payments_method CHECK (method IN ('COD', 'SANDBOX_CARD')),
    CONSTRAINT payments_status CHECK (status IN ('PENDING', 'PAID', 'FAILED', 'DUE_ON_DELIVERY', 'CANCELLED', 'REFUNDED')),
    CONSTRAINT payments_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT payments_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT payments_paid_has_a_time CHECK (status NOT IN ('PAID', 'REFUNDED') OR paid_at IS NOT NULL)
);

CREATE TABLE payment_shares (
    shop_id bigint NOT NULL,
    payment_id bigint NOT NULL,
    order_id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    refunded_minor bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (shop_id, payment_id, order_id),
    CONSTRAINT payment_shares_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT payment_shares_refund_within CHECK (refunded_minor BETWEEN 0 AND amount_minor)
);
