-- migrate:up
ALTER TABLE skus
    ADD COLUMN weight_g integer,
    ADD CONSTRAINT skus_weight CHECK (weight_g BETWEEN 1 AND 1000000);
-- The vouchers of a creator stand on the creator's Showcase.
CREATE INDEX vouchers_of_a_creator ON vouchers (creator_account_id, ends_at) WHERE status = 'LAUNCHED';

-- migrate:down
DROP INDEX vouchers_of_a_creator;
ALTER TABLE skus
    DROP CONSTRAINT skus_weight,
    DROP COLUMN weight_g;
