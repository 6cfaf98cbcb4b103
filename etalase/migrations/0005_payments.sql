-- migrate:up
ALTER TABLE payments
    ADD COLUMN attempts smallint NOT NULL DEFAULT 0,
    ADD COLUMN paid_minor bigint NOT NULL DEFAULT 0,
    ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0,
    DROP CONSTRAINT payments_method,
    DROP CONSTRAINT payments_amount_positive;
UPDATE payments SET paid_minor = amount_minor WHERE status IN ('PAID', 'REFUNDED');
UPDATE payments SET refunded_minor = amount_minor WHERE status = 'REFUNDED';
ALTER TABLE payments
    ADD CONSTRAINT payments_method CHECK (method IN ('COD', 'SANDBOX_CARD', 'SANDBOX_WALLET', 'BANK_TRANSFER', 'QR',
        'STRIPE_CARD')),
    ADD CONSTRAINT payments_amount_not_negative CHECK (amount_minor >= 0),
    ADD CONSTRAINT payments_paid_within CHECK (paid_minor BETWEEN 0 AND amount_minor),
    ADD CONSTRAINT payments_refunds_within CHECK (refunded_minor BETWEEN 0 AND paid_minor);
ALTER TABLE payment_shares
    ADD COLUMN paid_minor bigint NOT NULL DEFAULT 0,
    DROP CONSTRAINT payment_shares_amount_positive,
    DROP CONSTRAINT payment_shares_refund_within;
UPDATE payment_shares s SET paid_minor = s.amount_minor
  FROM payments p WHERE p.payment_id = s.payment_id AND p.status IN ('PAID', 'REFUNDED');
-- Until now a share was given back whole, and only in the books: there was no provider to tell.
UPDATE payments p SET refunded_minor = r.refunded
  FROM (SELECT payment_id, sum(refunded_minor) AS refunded FROM payment_shares GROUP BY payment_id) r
 WHERE r.payment_id = p.payment_id;
ALTER TABLE payment_shares
    ADD CONSTRAINT payment_shares_amount_not_negative CHECK (amount_minor >= 0),
    ADD CONSTRAINT payment_shares_paid_whole CHECK (paid_minor IN (0, amount_minor)),
    ADD CONSTRAINT payment_shares_refund_within CHECK (refunded_minor BETWEEN 0 AND paid_minor);

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

INSERT INTO payment_attempts (account_id, payment_id, attempt, method, provider, provider_ref, amount_minor, currency, status,
       created_at, settled_at)
SELECT account_id, payment_id, 1, method, 'SANDBOX', 'sb_' || payment_id, amount_minor, currency, 'PAID', created_at, paid_at
  FROM payments WHERE method = 'SANDBOX_CARD' AND status IN ('PAID', 'REFUNDED');
UPDATE payments SET attempts = 1 WHERE method = 'SANDBOX_CARD' AND status IN ('PAID', 'REFUNDED');
INSERT INTO sandbox_charges (key, ref, method, card, amount_minor, currency, status, created_at, settled_at)
SELECT account_id || '-' || payment_id || '-1', 'sb_' || payment_id, method, 'approve', amount_minor, currency, 'PAID',
       created_at, paid_at
  FROM payments WHERE method = 'SANDBOX_CARD' AND status IN ('PAID', 'REFUNDED');
INSERT INTO payment_refunds (shop_id, refund_id, account_id, payment_id, order_id, amount_minor, currency, provider, status,
       provider_ref, created_at, settled_at)
SELECT s.shop_id, s.order_id, p.account_id, s.payment_id, s.order_id, s.refunded_minor, p.currency, 'SANDBOX', 'SUCCESS',
       'sb_' || s.order_id, p.paid_at, p.paid_at
  FROM payment_shares s JOIN payments p ON p.payment_id = s.payment_id WHERE s.refunded_minor > 0;
INSERT INTO sandbox_refunds (key, ref, charge_key, amount_minor, currency, at)
SELECT shop_id || '-' || refund_id, provider_ref, account_id || '-' || payment_id || '-1', amount_minor, currency, created_at
  FROM payment_refunds;

-- migrate:down
