-- Every number that differs by market or time. A small reference table, the same on every node; see policies/ for the names.
CREATE TABLE policy_rows (
    market text NOT NULL, -- ISO 3166-1 alpha-2
    name text NOT NULL, -- a field of Policy
    effective_from timestamptz NOT NULL, -- in force from then until the next row of the same market and name
    value jsonb NOT NULL, -- a whole number, true, false or null, as the definition says
    PRIMARY KEY (market, name, effective_from),
    CONSTRAINT policy_rows_market_form CHECK (market ~ '^[A-Z]{2}$'),
    CONSTRAINT policy_rows_name_form CHECK (name ~ '^[a-z][a-z0-9_]{2,62}$'),
    CONSTRAINT policy_rows_value_kind CHECK (jsonb_typeof(value) IN ('number', 'boolean', 'null'))
);
