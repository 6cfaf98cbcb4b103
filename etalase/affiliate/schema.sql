-- Affiliate plans, who takes part in them, and who promotes what.

-- Group S. One row per shop, locked by whoever changes what its targeted plans cover (R-AFF-3).
CREATE TABLE shop_plan_locks (
    shop_id bigint PRIMARY KEY
);

-- Group S. A seller's offer to creators: sell these products at this rate.
CREATE TABLE plans (
    shop_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL DEFAULT '', -- for the seller's own lists
    rate_bp integer NOT NULL, -- the creator's share in basis points
    all_products boolean NOT NULL, -- every product of the shop, future ones too; else plan_products lists them
    needs_approval boolean NOT NULL,
    status text NOT NULL,
    message text NOT NULL DEFAULT '', -- what the seller tells the invited creators
    created_by bigint NOT NULL,
    created_at timestamptz NOT NULL,
    ends_at timestamptz, -- the plan expires by itself then
    ended_at timestamptz,
    ended_by bigint, -- the account that ended it; null: the system or the clock
    end_reason text,
    PRIMARY KEY (shop_id, plan_id),
    CONSTRAINT plans_kind_known CHECK (kind IN ('OPEN', 'TARGETED')),
    CONSTRAINT plans_name_length CHECK (length(name) <= 100),
    CONSTRAINT plans_rate_range CHECK (rate_bp BETWEEN 100 AND 8000),
    CONSTRAINT plans_status_known CHECK (status IN ('LIVE', 'ENDED', 'EXPIRED', 'DELETED')),
    CONSTRAINT plans_message_length CHECK (length(message) <= 500),
    CONSTRAINT plans_end_is_told CHECK ((status = 'LIVE') = (ended_at IS NULL))
);
CREATE INDEX plans_by_id ON plans (plan_id);
CREATE INDEX plans_live ON plans (plan_id DESC) WHERE status = 'LIVE';
CREATE INDEX plans_to_expire ON plans (ends_at) WHERE status = 'LIVE' AND ends_at IS NOT NULL;

-- Group S. The listed products of a plan; a product taken out and put back has two rows.
CREATE TABLE plan_products (
    shop_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    product_id bigint NOT NULL,
    added_at timestamptz NOT NULL,
    removed_at timestamptz, -- in the future while a notice period runs (R-AFF-9)
    PRIMARY KEY (shop_id, plan_id, product_id, added_at),
    CONSTRAINT plan_products_of_plan FOREIGN KEY (shop_id, plan_id) REFERENCES plans (shop_id, plan_id),
    CONSTRAINT plan_products_removed_later CHECK (removed_at >= added_at)
);
CREATE UNIQUE INDEX plan_products_once ON plan_products (shop_id, plan_id, product_id) WHERE removed_at IS NULL;
CREATE INDEX plan_products_of_product ON plan_products (shop_id, product_id);

-- Group S. Whom a targeted plan invites.
CREATE TABLE plan_invitees (
    shop_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    account_id bigint NOT NULL,
    status text NOT NULL,
    invited_at timestamptz NOT NULL,
    answered_at timestamptz,
    PRIMARY KEY (shop_id, plan_id, account_id),
    CONSTRAINT plan_invitees_of_plan FOREIGN KEY (shop_id, plan_id) REFERENCES plans (shop_id, plan_id),
    CONSTRAINT plan_invitees_status_known CHECK (status IN ('INVITED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
    CONSTRAINT plan_invitees_answer_is_dated CHECK ((status = 'INVITED') = (answered_at IS NULL))
);
CREATE INDEX plan_invitees_of_account ON plan_invitees (account_id, plan_id);

-- Group A. A creator in a plan. Rejoining makes a new row; ended rows are history.
CREATE TABLE participations (
    account_id bigint NOT NULL,
    participation_id bigint NOT NULL,
    shop_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    status text NOT NULL,
    requested_at timestamptz NOT NULL,
    joined_at timestamptz,
    ended_at timestamptz,
    end_reason text, -- why it ended, where the status alone does not say it
    PRIMARY KEY (account_id, participation_id),
    CONSTRAINT participations_status_known
        CHECK (status IN ('REQUESTED', 'APPROVED', 'REJECTED', 'LEFT', 'REMOVED', 'WITHDRAWN')),
    CONSTRAINT participations_was_joined CHECK ((status IN ('APPROVED', 'LEFT', 'REMOVED')) = (joined_at IS NOT NULL)),
    CONSTRAINT participations_end_is_dated CHECK ((status IN ('REQUESTED', 'APPROVED')) = (ended_at IS NULL)),
    CONSTRAINT participations_reason_length CHECK (length(end_reason) BETWEEN 1 AND 100)
);
CREATE UNIQUE INDEX participations_once ON participations (account_id, plan_id)
    WHERE status IN ('REQUESTED', 'APPROVED');
CREATE INDEX participations_of_plan ON participations (plan_id, participation_id);
CREATE INDEX participations_in_shop ON participations (account_id, shop_id);

-- Group A. A creator shows a product of a plan from `since` to `until`; the protection of old rates will need it.
CREATE TABLE promotions (
    account_id bigint NOT NULL,
    product_id bigint NOT NULL,
    shop_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz,
    PRIMARY KEY (account_id, product_id, since),
    CONSTRAINT promotions_until_later CHECK (until >= since)
);
CREATE INDEX promotions_of_plan ON promotions (plan_id) WHERE until IS NULL;
CREATE UNIQUE INDEX promotions_one_open ON promotions (account_id, product_id) WHERE until IS NULL;
