-- Group S: the platform's accounts are kept per shop, so that no row is shared by all of them.
CREATE TABLE transfers (
    shop_id bigint NOT NULL,
    transfer_id bigint NOT NULL,
    debit text NOT NULL, -- the account it comes from
    credit text NOT NULL, -- the account it goes to
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    cause text NOT NULL, -- the business event, noun.verb
    cause_id bigint NOT NULL, -- of what it happened to
    leg integer NOT NULL, -- which part of the event
    order_id bigint, -- plain ids: orders are a higher room's
    line_id bigint,
    account_id bigint, -- of a creator, for the accounts that are kept per creator
    rule text NOT NULL, -- the version of the rule that said how much, where one did
    reverses bigint, -- the transfer of which it takes a part back
    at timestamptz NOT NULL,
    PRIMARY KEY (shop_id, transfer_id),
    CONSTRAINT transfers_once UNIQUE (shop_id, cause, cause_id, leg),
    CONSTRAINT transfers_reverses FOREIGN KEY (shop_id, reverses) REFERENCES transfers,
    CONSTRAINT transfers_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT transfers_between_two CHECK (debit <> credit),
    CONSTRAINT transfers_debit CHECK (debit IN ('clearing', 'carrier_cash', 'seller_pending', 'seller_available',
        'seller_reserve', 'platform_fee', 'tax', 'promo_platform', 'shipping_fund', 'affiliate_pending', 'payout_transit',
        'bank', 'write_off')),
    CONSTRAINT transfers_credit CHECK (credit IN ('clearing', 'carrier_cash', 'seller_pending', 'seller_available',
        'seller_reserve', 'platform_fee', 'tax', 'promo_platform', 'shipping_fund', 'affiliate_pending', 'payout_transit',
        'bank', 'write_off')),
    CONSTRAINT transfers_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT transfers_cause_form CHECK (cause ~ '^[a-z_]+\.[a-z_]+$')
);
CREATE INDEX transfers_of_an_order ON transfers (shop_id, order_id, transfer_id) WHERE order_id IS NOT NULL;
CREATE INDEX transfers_of_a_shop ON transfers (shop_id, at, transfer_id);
CREATE INDEX transfers_of_clearing ON transfers (at) WHERE debit = 'clearing' OR credit = 'clearing';
CREATE INDEX transfers_of_the_bank ON transfers (at) WHERE debit = 'bank' OR credit = 'bank';

-- A running balance, only for the account that pays out: a payout locks its row. Every other balance is a sum of transfers.
CREATE TABLE balances (
    shop_id bigint NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL,
    balance_minor bigint NOT NULL, -- may be negative: refunds after the money was paid out
    negative_since timestamptz,
    PRIMARY KEY (shop_id, kind, currency),
    CONSTRAINT balances_kind CHECK (kind = 'seller_available'),
    CONSTRAINT balances_negative_has_a_time CHECK ((balance_minor < 0) = (negative_since IS NOT NULL))
);
CREATE INDEX balances_in_debt ON balances (negative_since) WHERE negative_since IS NOT NULL;
