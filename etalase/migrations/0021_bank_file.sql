-- migrate:up
CREATE INDEX transfers_of_the_bank ON transfers (at) WHERE debit = 'bank' OR credit = 'bank';
CREATE INDEX sandbox_bank_transfers_of_a_day ON sandbox_bank_transfers (at) WHERE outcome = 'PAID';

-- migrate:down
DROP INDEX sandbox_bank_transfers_of_a_day;
DROP INDEX transfers_of_the_bank;
