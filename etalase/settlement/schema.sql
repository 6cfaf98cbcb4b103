-- Group S. An order's way to the seller: what is held, by which rule, until when.
CREATE TABLE settlements (
    shop_id bigint NOT NULL,
    order_id bigint NOT NULL,
    currency text NOT NULL,
    rule text NOT NULL, -- the version of the term
    delivered_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    reserve_bp integer NOT NULL,
    reserve_days integer NOT NULL,
    settled_at timestamptz,
    revenue_minor bigint NOT NULL DEFAULT 0, -- what the seller's account held of it when it was settled
    fees_minor bigint NOT NULL DEFAULT 0,
    reserve_minor bigint NOT NULL DEFAULT 0, -- kept back then
    reserve_left_minor bigint NOT NULL DEFAULT 0, -- of it, still kept
    reserve_until timestamptz,
    cash_due_at timestamptz, -- paid at the door: when the carrier hands it over; without: the money is there
    PRIMARY KEY (shop_id, order_id),
    CONSTRAINT settlements_order FOREIGN KEY (shop_id, order_id) REFERENCES orders,
    CONSTRAINT settlements_due_later CHECK (due_at >= delivered_at),
    CONSTRAINT settlements_reserve CHECK (reserve_bp BETWEEN 0 AND 10000 AND reserve_left_minor BETWEEN 0 AND reserve_minor),
    CONSTRAINT settlements_fees_not_negative CHECK (fees_minor >= 0)
);
CREATE INDEX settlements_due ON settlements (due_at) WHERE settled_at IS NULL;
CREATE INDEX settlements_cash ON settlements (cash_due_at) WHERE cash_due_at IS NOT NULL;
CREATE INDEX settlements_waiting ON settlements (shop_id, due_at, order_id) WHERE settled_at IS NULL;
CREATE INDEX settlements_reserved ON settlements (reserve_until) WHERE reserve_left_minor > 0;
CREATE INDEX settlements_settled ON settlements (shop_id, settled_at) WHERE settled_at IS NOT NULL;

-- What a settlement charged on: the base of every later reversal.
CREATE TABLE settlement_lines (
    shop_id bigint NOT NULL,
    line_id bigint NOT NULL,
    order_id bigint NOT NULL,
    left_minor bigint NOT NULL, -- of what was paid, not refunded by then
    refunded_minor bigint NOT NULL, -- refunded by then
    PRIMARY KEY (shop_id, line_id),
    CONSTRAINT settlement_lines_settlement FOREIGN KEY (shop_id, order_id) REFERENCES settlements
);

-- One day of a shop, in UTC (R-FIN-1).
CREATE TABLE statements (
    shop_id bigint NOT NULL,
    statement_id bigint NOT NULL,
    day date NOT NULL,
    currency text NOT NULL,
    revenue_minor bigint NOT NULL,
    fees_minor bigint NOT NULL, -- what was charged is negative
    adjustments_minor bigint NOT NULL,
    settlement_minor bigint NOT NULL,
    closed_at timestamptz NOT NULL,
    payout_id bigint, -- by which it was, or is being, paid
    PRIMARY KEY (shop_id, statement_id),
    CONSTRAINT statements_one_a_day UNIQUE (shop_id, day),
    CONSTRAINT statements_settlement_is_its_parts CHECK (settlement_minor = revenue_minor + fees_minor + adjustments_minor)
);
CREATE INDEX statements_unpaid ON statements (shop_id, statement_id) WHERE payout_id IS NULL;

CREATE TABLE statement_entries (
    shop_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    kind text NOT NULL,
    cause_id bigint NOT NULL,
    order_id bigint, -- none: of the shop as a whole
    line_id bigint NOT NULL, -- 0: of the order as a whole
    currency text NOT NULL,
    revenue_minor bigint NOT NULL,
    fees_minor bigint NOT NULL,
    adjustment_minor bigint NOT NULL,
    at timestamptz NOT NULL,
    statement_id bigint,
    PRIMARY KEY (shop_id, entry_id),
    CONSTRAINT statement_entries_once UNIQUE (shop_id, kind, cause_id, line_id),
    CONSTRAINT statement_entries_statement FOREIGN KEY (shop_id, statement_id) REFERENCES statements,
    CONSTRAINT statement_entries_kind CHECK (kind IN ('SALE', 'REFUND', 'RESERVE_HELD', 'RESERVE_RELEASED', 'BORNE',
        'WRITTEN_OFF'))
);
CREATE INDEX statement_entries_open ON statement_entries (shop_id, at) WHERE statement_id IS NULL;
CREATE INDEX statement_entries_of_a_statement ON statement_entries (shop_id, statement_id, entry_id);
CREATE INDEX statement_entries_of_an_order ON statement_entries (shop_id, order_id);

CREATE TABLE bank_accounts (
    shop_id bigint NOT NULL REFERENCES shops,
    bank_account_id bigint NOT NULL,
    bank text NOT NULL,
    number text NOT NULL, -- digits and letters; shown to nobody but the bank, save its last four
    holder text NOT NULL, -- as the seller wrote it
    status text NOT NULL,
    reason text, -- why the bank did not confirm it
    added_by bigint NOT NULL,
    added_at timestamptz NOT NULL,
    answered_at timestamptz,
    removed_at timestamptz,
    next_try_at timestamptz, -- when the bank is asked whose it is; nothing is asked without it
    tries integer NOT NULL DEFAULT 0,
    PRIMARY KEY (shop_id, bank_account_id),
    CONSTRAINT bank_accounts_status CHECK (status IN ('PENDING', 'VERIFIED', 'REJECTED')),
    CONSTRAINT bank_accounts_number_form CHECK (number ~ '^[0-9A-Z]{4,34}$'),
    CONSTRAINT bank_accounts_texts CHECK (length(bank) BETWEEN 2 AND 60 AND length(holder) BETWEEN 2 AND 120)
);
-- Payouts go to the one that is in use.
CREATE UNIQUE INDEX bank_accounts_one_in_use ON bank_accounts (shop_id) WHERE removed_at IS NULL;
CREATE INDEX bank_accounts_to_ask_about ON bank_accounts (next_try_at) WHERE status = 'PENDING' AND removed_at IS NULL;

CREATE TABLE payouts (
    shop_id bigint NOT NULL,
    payout_id bigint NOT NULL,
    bank_account_id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    asked_by bigint, -- nobody: it is paid every day
    asked_at timestamptz NOT NULL,
    settled_at timestamptz,
    reason text, -- the bank's word for a failure
    bank_ref text,
    next_try_at timestamptz, -- when the bank is asked; nothing is owed without it
    tries integer NOT NULL DEFAULT 0,
    PRIMARY KEY (shop_id, payout_id),
    CONSTRAINT payouts_bank_account FOREIGN KEY (shop_id, bank_account_id) REFERENCES bank_accounts,
    CONSTRAINT payouts_status CHECK (status IN ('PROCESSING', 'PAID', 'FAILED')),
    CONSTRAINT payouts_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT payouts_settled CHECK ((status = 'PROCESSING') = (settled_at IS NULL))
);
CREATE UNIQUE INDEX payouts_one_at_a_time ON payouts (shop_id) WHERE status = 'PROCESSING';
CREATE INDEX payouts_to_send ON payouts (next_try_at) WHERE next_try_at IS NOT NULL;
-- Which statements a payout was made of, whatever became of it.
CREATE TABLE payout_statements (
    shop_id bigint NOT NULL,
    payout_id bigint NOT NULL,
    statement_id bigint NOT NULL,
    PRIMARY KEY (shop_id, payout_id, statement_id),
    CONSTRAINT payout_statements_payout FOREIGN KEY (shop_id, payout_id) REFERENCES payouts,
    CONSTRAINT payout_statements_statement FOREIGN KEY (shop_id, statement_id) REFERENCES statements
);

-- A numbered invoice per order, issued once.
CREATE TABLE invoices (
    shop_id bigint NOT NULL,
    order_id bigint NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL, -- of the shop's year, without a gap
    issued_at timestamptz NOT NULL,
    tax_number text, -- the seller's on that day
    PRIMARY KEY (shop_id, order_id),
    CONSTRAINT invoices_number UNIQUE (shop_id, year, number),
    CONSTRAINT invoices_order FOREIGN KEY (shop_id, order_id) REFERENCES orders,
    CONSTRAINT invoices_number_positive CHECK (number > 0),
    CONSTRAINT invoices_tax_number_form CHECK (tax_number ~ '^[0-9A-Z]{9,17}$')
);
CREATE TABLE invoice_years (
    shop_id bigint NOT NULL REFERENCES shops,
    year integer NOT NULL,
    last_number integer NOT NULL,
    PRIMARY KEY (shop_id, year)
);

-- What the sandbox's bank knows of payouts: another party, known to us only through its port.
CREATE TABLE sandbox_bank_transfers (
    key text PRIMARY KEY, -- the platform's
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    outcome text NOT NULL,
    asked integer NOT NULL,
    at timestamptz NOT NULL, -- when it came to its outcome
    CONSTRAINT sandbox_bank_transfers_outcome CHECK (outcome IN ('PAID', 'FAILED', 'WAITING'))
);
CREATE INDEX sandbox_bank_transfers_of_a_day ON sandbox_bank_transfers (at) WHERE outcome = 'PAID';

-- A provider's day against the books. Of the whole platform, not of a shop.
CREATE TABLE reconciliation_days (
    provider text NOT NULL,
    day date NOT NULL,
    matched integer NOT NULL,
    different integer NOT NULL,
    provider_only integer NOT NULL,
    books_only integer NOT NULL,
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (provider, day)
);
CREATE TABLE reconciliation_findings (
    provider text NOT NULL,
    day date NOT NULL,
    key text NOT NULL, -- of the charge or refund
    kind text NOT NULL,
    provider_minor bigint,
    books_minor bigint,
    currency text NOT NULL,
    order_ids text NOT NULL,
    PRIMARY KEY (provider, day, key),
    CONSTRAINT reconciliation_findings_day FOREIGN KEY (provider, day) REFERENCES reconciliation_days,
    CONSTRAINT reconciliation_findings_kind CHECK (kind IN ('DIFFERENT', 'PROVIDER_ONLY', 'BOOKS_ONLY'))
);
