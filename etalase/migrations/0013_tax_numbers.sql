-- migrate:up
ALTER TABLE shops
    ADD COLUMN tax_number text,
    ADD CONSTRAINT shops_tax_number_form CHECK (tax_number ~ '^[0-9A-Z]{9,17}$');
ALTER TABLE invoices
    ADD COLUMN tax_number text,
    ADD CONSTRAINT invoices_tax_number_form CHECK (tax_number ~ '^[0-9A-Z]{9,17}$');
CREATE INDEX events_of_settings ON events (event_id) WHERE name = 'setting.changed';

-- migrate:down
DROP INDEX events_of_settings;
ALTER TABLE invoices
    DROP CONSTRAINT invoices_tax_number_form,
    DROP COLUMN tax_number;
ALTER TABLE shops
    DROP CONSTRAINT shops_tax_number_form,
    DROP COLUMN tax_number;
