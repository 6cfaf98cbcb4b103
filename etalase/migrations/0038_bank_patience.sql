-- migrate:up
ALTER TABLE bank_accounts ADD COLUMN next_try_at timestamptz;
ALTER TABLE bank_accounts ADD COLUMN tries integer NOT NULL DEFAULT 0;
UPDATE bank_accounts SET next_try_at = added_at WHERE status = 'PENDING';
DROP INDEX bank_accounts_to_verify;
CREATE INDEX bank_accounts_to_ask_about ON bank_accounts (next_try_at) WHERE status = 'PENDING' AND removed_at IS NULL;

-- migrate:down
DROP INDEX bank_accounts_to_ask_about;
CREATE INDEX bank_accounts_to_verify ON bank_accounts (added_at) WHERE status = 'PENDING';
ALTER TABLE bank_accounts DROP COLUMN tries;
ALTER TABLE bank_accounts DROP COLUMN next_try_at;
