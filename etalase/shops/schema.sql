CREATE TABLE shops (
    shop_id bigint PRIMARY KEY,
    owner_account_id bigint NOT NULL,
    name text NOT NULL,
    market text NOT NULL,
    currency text NOT NULL, -- the market's when the shop opened; every price of the shop is in it
    seller_type text NOT NULL DEFAULT 'INDIVIDUAL',
    status text NOT NULL DEFAULT 'OPEN',
    verification text NOT NULL DEFAULT 'NONE', -- where the latest request stands
    verified boolean NOT NULL DEFAULT false,
    probation boolean NOT NULL DEFAULT true,
    logo_key text, -- a picture of the media room
    description text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    closed_at timestamptz,
    tax_number text, -- as the market's tax office knows the seller; stands on its invoices
    CONSTRAINT shops_name_length CHECK (length(name) BETWEEN 1 AND 60),
    CONSTRAINT shops_description_length CHECK (length(description) <= 2000),
    CONSTRAINT shops_market_form CHECK (market ~ '^[A-Z]{2}$'),
    CONSTRAINT shops_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT shops_seller_type CHECK (seller_type IN ('INDIVIDUAL', 'BUSINESS')),
    CONSTRAINT shops_status CHECK (status IN ('OPEN', 'HOLIDAY', 'CLOSED', 'SUSPENDED')),
    CONSTRAINT shops_verification CHECK (verification IN ('NONE', 'PENDING', 'APPROVED', 'REJECTED')),
    CONSTRAINT shops_closed_has_a_time CHECK ((status = 'CLOSED') = (closed_at IS NOT NULL)),
    CONSTRAINT shops_tax_number_form CHECK (tax_number ~ '^[0-9A-Z]{9,17}$')
);
CREATE INDEX shops_waiting_for_review ON shops (shop_id) WHERE verification = 'PENDING';

CREATE TABLE shop_staff (
    shop_id bigint NOT NULL REFERENCES shops,
    account_id bigint NOT NULL,
    role text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (shop_id, account_id),
    CONSTRAINT shop_staff_role CHECK (role IN ('OWNER', 'MANAGER', 'WAREHOUSE', 'ADS'))
);
CREATE UNIQUE INDEX shop_staff_one_owner ON shop_staff (shop_id) WHERE role = 'OWNER';
CREATE INDEX shop_staff_of_an_account ON shop_staff (account_id, shop_id);

CREATE TABLE staff_invitations (
    shop_id bigint NOT NULL REFERENCES shops,
    invitation_id bigint NOT NULL,
    email text NOT NULL, -- lower case
    role text NOT NULL,
    token_hash bytea, -- sha256 of the secret in the mail; empty until the mail is written
    status text NOT NULL DEFAULT 'PENDING',
    invited_by bigint NOT NULL, -- account
    invited_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    answered_by bigint, -- the account that accepted, or the one that cancelled
    answered_at timestamptz,
    PRIMARY KEY (shop_id, invitation_id),
    CONSTRAINT staff_invitations_email_length CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT staff_invitations_role CHECK (role IN ('MANAGER', 'WAREHOUSE', 'ADS')),
    CONSTRAINT staff_invitations_status CHECK (status IN ('PENDING', 'ACCEPTED', 'CANCELLED')),
    CONSTRAINT staff_invitations_expire_later CHECK (expires_at > invited_at)
);
CREATE UNIQUE INDEX staff_invitations_one_pending ON staff_invitations (shop_id, email) WHERE status = 'PENDING';
CREATE INDEX staff_invitations_by_token ON staff_invitations (invitation_id);

CREATE TABLE verification_requests (
    shop_id bigint NOT NULL REFERENCES shops,
    request_id bigint NOT NULL,
    legal_name text NOT NULL,
    registration_number text NOT NULL DEFAULT '', -- business or identity number, as the market has it
    status text NOT NULL DEFAULT 'PENDING',
    requested_by bigint NOT NULL,
    requested_at timestamptz NOT NULL,
    answered_by bigint,
    answered_at timestamptz,
    reason text NOT NULL DEFAULT '', -- why it was rejected, for the seller to read
    PRIMARY KEY (shop_id, request_id),
    CONSTRAINT verification_requests_legal_name_length CHECK (length(legal_name) BETWEEN 2 AND 200),
    CONSTRAINT verification_requests_number_length CHECK (length(registration_number) <= 64),
    CONSTRAINT verification_requests_reason_length CHECK (length(reason) <= 500),
    CONSTRAINT verification_requests_status CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED'))
);
CREATE UNIQUE INDEX verification_requests_one_pending ON verification_requests (shop_id) WHERE status = 'PENDING';
