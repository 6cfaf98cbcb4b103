-- The ground floor's tables. None is distributed: they are small, or belong to one node's queue.

-- Counts blocks of a thousand ids; see ids.py. Starts at 1001 so that every id has at least seven digits.
CREATE SEQUENCE id_blocks START 1001 MINVALUE 1;

CREATE TABLE sandbox_clock (
    singleton boolean PRIMARY KEY DEFAULT true,
    offset_s bigint NOT NULL, -- seconds that the marketplace's clock is ahead of the database's
    CONSTRAINT sandbox_clock_is_one_row CHECK (singleton),
    CONSTRAINT sandbox_clock_only_forward CHECK (offset_s >= 0)
);

CREATE TABLE events (
    event_id bigint PRIMARY KEY,
    name text NOT NULL, -- noun.verb in the past
    at timestamptz NOT NULL,
    shop_id bigint, -- the shop it concerns, if one
    account_id bigint, -- the account it concerns, if one
    facts jsonb NOT NULL,
    CONSTRAINT events_name_form CHECK (name ~ '^[a-z_]+\.[a-z_]+$')
);
CREATE INDEX events_of_a_shop ON events (shop_id, event_id) WHERE shop_id IS NOT NULL;
CREATE INDEX events_of_an_account ON events (account_id, event_id) WHERE account_id IS NOT NULL;
CREATE INDEX events_of_settings ON events (event_id) WHERE name = 'setting.changed'; -- who changed a market's numbers

CREATE TABLE idempotency_keys (
    account_id bigint NOT NULL, -- 0: a caller without an account
    key text NOT NULL,
    request_hash bytea NOT NULL, -- sha256 over method, path and body; argon2 where they hold a secret
    status smallint NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL, -- wall clock; swept after seven days
    PRIMARY KEY (account_id, key),
    CONSTRAINT idempotency_keys_key_length CHECK (length(key) BETWEEN 1 AND 200)
);
-- Keys come in the order of time, so a page of the table is enough to know.
CREATE INDEX idempotency_keys_by_age ON idempotency_keys USING brin (created_at) WITH (autosummarize = on);

CREATE TABLE rate_counters (
    key text NOT NULL, -- what is counted: "login:ip:…"
    window_start timestamptz NOT NULL, -- wall clock
    hits integer NOT NULL,
    PRIMARY KEY (key, window_start),
    CONSTRAINT rate_counters_hits_positive CHECK (hits > 0)
);
CREATE INDEX rate_counters_by_age ON rate_counters (window_start);

CREATE TABLE sweep_results (
    name text PRIMARY KEY,
    found integer NOT NULL, -- rows, each a broken promise
    sample text NOT NULL, -- the first of them
    swept_at timestamptz NOT NULL
);
