-- migrate:up
CREATE TABLE tax_rows (
    market text NOT NULL,
    region text NOT NULL,
    effective_from timestamptz NOT NULL,
    kind text NOT NULL,
    rate_ppm integer NOT NULL,
    included boolean NOT NULL,
    shipping_taxed boolean NOT NULL,
    delivery_fee_minor bigint NOT NULL,
    delivery_fee_from_minor bigint NOT NULL,
    PRIMARY KEY (market, region, effective_from),
    CONSTRAINT tax_rows_market_form CHECK (market ~ '^[A-Z]{2}$'),
    CONSTRAINT tax_rows_region_form CHECK (region ~ '^([A-Z]{2})?$'),
    CONSTRAINT tax_rows_kind CHECK (kind IN ('NONE', 'VAT', 'GST', 'SALES_TAX')),
    CONSTRAINT tax_rows_rate_range CHECK (rate_ppm BETWEEN 0 AND 999999),
    CONSTRAINT tax_rows_fees_not_negative CHECK (delivery_fee_minor >= 0 AND delivery_fee_from_minor >= 0)
);

-- migrate:down
DROP TABLE tax_rows;
