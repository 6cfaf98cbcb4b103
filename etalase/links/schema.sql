-- Official and marketing links between accounts and shops.

-- Group A. What one account may hold, said in one row. Every acceptance and every join locks it first.
CREATE TABLE account_claims (
    account_id bigint PRIMARY KEY,
    official_shop_id bigint, -- the shop this account is the official account of
    marketing_shop_id bigint, -- the shop this account is a marketing account of
    affiliate_plans integer NOT NULL DEFAULT 0, -- plans it takes part in or has asked to take part in
    CONSTRAINT account_claims_official_alone
        CHECK (official_shop_id IS NULL OR (marketing_shop_id IS NULL AND affiliate_plans = 0)),
    CONSTRAINT account_claims_plans_not_negative CHECK (affiliate_plans >= 0)
);

-- Group A. Every link an account ever made, kept beside its claims so that rolling limits are counted on one shard.
CREATE TABLE account_links (
    account_id bigint NOT NULL,
    link_id bigint NOT NULL,
    shop_id bigint NOT NULL,
    kind text NOT NULL,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, link_id),
    CONSTRAINT account_links_kind_known CHECK (kind IN ('OFFICIAL', 'MARKETING'))
);
CREATE INDEX account_links_by_age ON account_links (account_id, kind, linked_at);

-- Group S. The shop's half of the lock: taken after the account's, held by whoever fills or frees a slot.
CREATE TABLE shop_link_counters (
    shop_id bigint PRIMARY KEY,
    official_unlinks integer NOT NULL DEFAULT 0, -- over the shop's lifetime (R-LINK-41)
    CONSTRAINT shop_link_counters_not_negative CHECK (official_unlinks >= 0)
);

-- Group S. An invitation and what became of it. Rows are never deleted: they are both sides' history.
CREATE TABLE shop_links (
    shop_id bigint NOT NULL,
    link_id bigint NOT NULL,
    account_id bigint NOT NULL, -- the holder
    kind text NOT NULL,
    status text NOT NULL,
    slot smallint, -- 0 official, 1 to 4 marketing; only while linked
    invited_by bigint NOT NULL, -- the member of the shop's staff
    invited_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    answered_at timestamptz, -- when the holder accepted or refused
    linked_at timestamptz,
    ended_at timestamptz,
    ended_by bigint, -- the account that ended it; null: the system or the clock
    ended_side text,
    end_reason text, -- a word for why, where the act alone does not say it
    PRIMARY KEY (shop_id, link_id),
    CONSTRAINT shop_links_kind_known CHECK (kind IN ('OFFICIAL', 'MARKETING')),
    CONSTRAINT shop_links_status_known
        CHECK (status IN ('PENDING', 'LINKED', 'DECLINED', 'CANCELLED', 'EXPIRED', 'UNLINKED', 'REVOKED')),
    CONSTRAINT shop_links_slot_while_linked CHECK ((status = 'LINKED') = (slot IS NOT NULL)),
    CONSTRAINT shop_links_slot_of_kind
        CHECK (slot IS NULL OR (kind = 'OFFICIAL' AND slot = 0) OR (kind = 'MARKETING' AND slot BETWEEN 1 AND 4)),
    CONSTRAINT shop_links_one_per_slot UNIQUE (shop_id, kind, slot),
    CONSTRAINT shop_links_was_linked CHECK ((status IN ('LINKED', 'UNLINKED', 'REVOKED')) = (linked_at IS NOT NULL)),
    CONSTRAINT shop_links_end_is_told
        CHECK ((status IN ('PENDING', 'LINKED')) = (ended_at IS NULL) AND (ended_at IS NULL) = (ended_side IS NULL)),
    CONSTRAINT shop_links_side_known CHECK (ended_side IN ('SELLER', 'HOLDER', 'SYSTEM', 'CLOCK')),
    CONSTRAINT shop_links_reason_length CHECK (length(end_reason) BETWEEN 1 AND 100)
);
CREATE UNIQUE INDEX shop_links_one_per_account ON shop_links (shop_id, account_id) WHERE status = 'LINKED';
CREATE UNIQUE INDEX shop_links_one_open_invitation ON shop_links (shop_id, account_id, kind) WHERE status = 'PENDING';
CREATE INDEX shop_links_of_account ON shop_links (account_id, link_id);
CREATE INDEX shop_links_by_id ON shop_links (link_id);
CREATE INDEX shop_links_to_expire ON shop_links (expires_at) WHERE status = 'PENDING';
