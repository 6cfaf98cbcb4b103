CREATE TABLE closures (
    shop_id bigint PRIMARY KEY REFERENCES shops,
    closed_by bigint NOT NULL, -- account; 0: the platform
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    checklist jsonb NOT NULL, -- what was asked and how it stood at the closing
    CONSTRAINT closures_reason_length CHECK (length(reason) <= 500)
);
