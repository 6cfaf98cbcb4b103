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
    attempts smallint NOT NULL DEFAULT 0, -- how often it was tried; the number of the last one
    paid_minor bigint NOT NULL DEFAULT 0,
    refunded_minor bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, payment_id),
    CONSTRAINT payments_one_per_checkout UNIQUE (account_id, checkout_id),
    CONSTRAINT payments_method CHECK (method IN ('COD', 'SANDBOX_CARD', 'SANDBOX_WALLET', 'BANK_TRANSFER', 'QR',
        'STRIPE_CARD')),
    CONSTRAINT payments_status CHECK (status IN ('PENDING', 'PAID', 'FAILED', 'DUE_ON_DELIVERY', 'CANCELLED', 'REFUNDED')),
    CONSTRAINT payments_amount_not_negative CHECK (amount_minor >= 0),
    CONSTRAINT payments_paid_within CHECK (paid_minor BETWEEN 0 AND amount_minor),
    CONSTRAINT payments_refunds_within CHECK (refunded_minor BETWEEN 0 AND paid_minor),
    CONSTRAINT payments_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT payments_paid_has_a_time CHECK (status NOT IN ('PAID', 'REFUNDED') OR paid_at IS NOT NULL)
);

CREATE TABLE payment_shares (
    shop_id bigint NOT NULL,
    payment_id bigint NOT NULL,
    order_id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    refunded_minor bigint NOT NULL DEFAULT 0,
    paid_minor bigint NOT NULL DEFAULT 0, -- nothing, or the whole share: on delivery each order is paid for itself
    PRIMARY KEY (shop_id, payment_id, order_id),
    CONSTRAINT payment_shares_amount_not_negative CHECK (amount_minor >= 0),
    CONSTRAINT payment_shares_paid_whole CHECK (paid_minor IN (0, amount_minor)),
    CONSTRAINT payment_shares_refund_within CHECK (refunded_minor BETWEEN 0 AND paid_minor)
);

-- Each try to be paid: one intent at one provider. Its key there is made of the three numbers of its own key.
CREATE TABLE payment_attempts (
    account_id bigint NOT NULL,
    payment_id bigint NOT NULL,
    attempt smallint NOT NULL,
    method text NOT NULL,
    provider text NOT NULL,
    provider_ref text, -- the provider's own name of it, once known
    card text, -- which of the sandbox's test cards; never a number
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    step jsonb, -- what the buyer has to do next
    reason text, -- the provider's word for a failure
    created_at timestamptz NOT NULL,
    expires_at timestamptz, -- not to be paid after it
    settled_at timestamptz,
    next_try_at timestamptz, -- when a job calls the provider about it; null: nothing is owed
    tries smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, payment_id, attempt),
    CONSTRAINT payment_attempts_payment FOREIGN KEY (account_id, payment_id) REFERENCES payments,
    CONSTRAINT payment_attempts_status CHECK (status IN ('OPENING', 'OPEN', 'PAID', 'FAILED', 'CLOSING', 'CLOSED',
        'SURPLUS', 'RETURNED')),
    CONSTRAINT payment_attempts_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT payment_attempts_number CHECK (attempt BETWEEN 1 AND 99)
);
-- However many intents one checkout had: one of them paid it.
CREATE UNIQUE INDEX payment_attempts_one_paid ON payment_attempts (account_id, payment_id) WHERE status = 'PAID';
CREATE INDEX payment_attempts_to_call ON payment_attempts (next_try_at) WHERE next_try_at IS NOT NULL;

-- What goes back to a buyer of one order's share.
CREATE TABLE payment_refunds (
    shop_id bigint NOT NULL,
    refund_id bigint NOT NULL,
    account_id bigint NOT NULL, -- the buyer
    payment_id bigint NOT NULL,
    order_id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    provider text NOT NULL, -- BY_HAND: cash is not returned by a provider
    status text NOT NULL,
    provider_ref text,
    reason text, -- the provider's word for a failure, or how it was paid by hand
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    next_try_at timestamptz,
    tries smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (shop_id, refund_id),
    CONSTRAINT payment_refunds_share FOREIGN KEY (shop_id, payment_id, order_id) REFERENCES payment_shares,
    CONSTRAINT payment_refunds_status CHECK (status IN ('PENDING', 'SUCCESS', 'FAILED')),
    CONSTRAINT payment_refunds_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT payment_refunds_settled CHECK ((status = 'PENDING') = (settled_at IS NULL))
);
CREATE INDEX payment_refunds_of_a_share ON payment_refunds (shop_id, payment_id, order_id);
CREATE INDEX payment_refunds_to_call ON payment_refunds (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX payment_refunds_for_somebody ON payment_refunds (refund_id)
    WHERE status = 'FAILED' OR status = 'PENDING' AND provider = 'BY_HAND';

-- What providers told: stored when it came, worked later, once. Not distributed: it is a queue.
CREATE TABLE provider_events (
    provider text NOT NULL,
    event_id text NOT NULL, -- the provider's
    word text NOT NULL,
    account_id bigint NOT NULL, -- plain ids: it may come before what it speaks of
    payment_id bigint NOT NULL,
    attempt smallint NOT NULL,
    provider_ref text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    reason text,
    status text NOT NULL,
    received_at timestamptz NOT NULL,
    worked_at timestamptz,
    next_try_at timestamptz,
    PRIMARY KEY (provider, event_id),
    CONSTRAINT provider_events_word CHECK (word IN ('OPEN', 'PAID', 'FAILED', 'CLOSED')),
    CONSTRAINT provider_events_status CHECK (status IN ('WAITING', 'APPLIED', 'IGNORED', 'DIFFERS')),
    CONSTRAINT provider_events_worked CHECK ((status = 'WAITING') = (worked_at IS NULL)),
    CONSTRAINT provider_events_id_length CHECK (length(event_id) BETWEEN 1 AND 200)
);
CREATE INDEX provider_events_waiting ON provider_events (next_try_at) WHERE status = 'WAITING';

-- Parcels to be paid on delivery that came back (R-COD-1).
CREATE TABLE cod_failures (
    account_id bigint NOT NULL, -- the buyer
    order_id bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (account_id, order_id)
);

-- The sandbox provider's own books: another party, known to us only through its port and its webhooks.
CREATE TABLE sandbox_charges (
    key text NOT NULL, -- the merchant's
    ref text NOT NULL, -- the provider's, hard to guess: who knows it may pay
    method text NOT NULL,
    card text,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    account_number text, -- of a bank transfer
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    settled_at timestamptz,
    fee_minor bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (key),
    CONSTRAINT sandbox_charges_ref UNIQUE (ref),
    CONSTRAINT sandbox_charges_status CHECK (status IN ('OPEN', 'PAID', 'DECLINED', 'EXPIRED', 'CLOSED'))
);
CREATE INDEX sandbox_charges_by_day ON sandbox_charges (settled_at) WHERE status = 'PAID';
CREATE INDEX sandbox_charges_to_expire ON sandbox_charges (expires_at) WHERE status = 'OPEN';

CREATE TABLE sandbox_refunds (
    key text NOT NULL, -- the merchant's
    ref text NOT NULL,
    charge_key text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (key),
    CONSTRAINT sandbox_refunds_amount_positive CHECK (amount_minor > 0)
);
CREATE INDEX sandbox_refunds_of_a_charge ON sandbox_refunds (charge_key);
CREATE INDEX sandbox_refunds_by_day ON sandbox_refunds (at);

-- Webhooks the sandbox provider has to send. `times`: how often the same event is still to be delivered.
CREATE TABLE sandbox_deliveries (
    event_id text NOT NULL,
    charge_key text NOT NULL,
    word text NOT NULL,
    times smallint NOT NULL,
    due_at timestamptz NOT NULL,
    PRIMARY KEY (event_id)
);
CREATE INDEX sandbox_deliveries_due ON sandbox_deliveries (due_at) WHERE times > 0;
