-- People and what they sign in with. Promises across accounts are claim rows, keyed by the value itself and written first.
CREATE TABLE handle_claims (
    handle text COLLATE "C" PRIMARY KEY, -- in byte order, so that a prefix is a range of the key
    account_id bigint NOT NULL,
    CONSTRAINT handle_claims_handle_form CHECK (handle ~ '^[a-z0-9._]{2,24}$')
);

CREATE TABLE email_claims (
    email text PRIMARY KEY, -- lower case
    account_id bigint NOT NULL,
    CONSTRAINT email_claims_email_lower CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254)
);

CREATE TABLE phone_claims (
    phone text PRIMARY KEY, -- E.164; claimed by the account that proved it last
    account_id bigint NOT NULL,
    CONSTRAINT phone_claims_phone_form CHECK (phone ~ '^\+[1-9][0-9]{6,14}$')
);

CREATE TABLE accounts (
    account_id bigint PRIMARY KEY,
    handle text COLLATE "C" NOT NULL,
    name text NOT NULL,
    email text NOT NULL, -- lower case
    password_hash text NOT NULL, -- argon2id in its own notation
    market text NOT NULL,
    birth_date date, -- empty: the holder declared to be an adult
    standing text NOT NULL DEFAULT 'GOOD',
    verified boolean NOT NULL DEFAULT false,
    kind text NOT NULL DEFAULT 'PERSONAL', -- a link makes it BUSINESS (R-LINK-34)
    followers integer NOT NULL DEFAULT 0,
    followers_granted integer NOT NULL DEFAULT 0, -- how many of `followers` no row of follows stands for: the sandbox set them
    bio text NOT NULL DEFAULT '',
    avatar_key text, -- a picture of the media room
    language text, -- empty: as the browser asks
    phone text, -- E.164, proven
    phone_verified_at timestamptz,
    is_operator boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    CONSTRAINT accounts_handle_form CHECK (handle ~ '^[a-z0-9._]{2,24}$'),
    CONSTRAINT accounts_name_length CHECK (length(name) BETWEEN 1 AND 60),
    CONSTRAINT accounts_email_length CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    CONSTRAINT accounts_market_form CHECK (market ~ '^[A-Z]{2}$'),
    CONSTRAINT accounts_standing CHECK (standing IN ('GOOD', 'WARNED', 'RESTRICTED', 'BANNED')),
    CONSTRAINT accounts_kind CHECK (kind IN ('PERSONAL', 'BUSINESS')),
    CONSTRAINT accounts_followers_not_negative CHECK (followers >= 0),
    CONSTRAINT accounts_bio_length CHECK (length(bio) <= 500),
    CONSTRAINT accounts_language_form CHECK (language ~ '^[a-z]{2,3}$'),
    CONSTRAINT accounts_phone_form CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    CONSTRAINT accounts_phone_is_proven CHECK ((phone IS NULL) = (phone_verified_at IS NULL))
);

-- What a signed-in caller holds: a token of the API or the cookie of a browser. All times are the wall clock's.
CREATE TABLE sessions (
    account_id bigint NOT NULL REFERENCES accounts,
    token_hash bytea NOT NULL, -- sha256 of the secret; the secret itself is kept nowhere
    kind text NOT NULL,
    user_agent text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, token_hash),
    CONSTRAINT sessions_kind CHECK (kind IN ('TOKEN', 'SESSION')),
    CONSTRAINT sessions_user_agent_length CHECK (length(user_agent) <= 200),
    CONSTRAINT sessions_expire_later CHECK (expires_at > created_at)
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE follows (
    account_id bigint NOT NULL REFERENCES accounts,
    followed_id bigint NOT NULL, -- account; may live on another shard
    since timestamptz NOT NULL,
    PRIMARY KEY (account_id, followed_id),
    CONSTRAINT follows_somebody_else CHECK (account_id <> followed_id)
);
CREATE INDEX follows_of_the_followed ON follows (followed_id, account_id);

-- At most one open request each: asking again voids what was sent before. Wall clock.
CREATE TABLE password_resets (
    account_id bigint PRIMARY KEY REFERENCES accounts,
    token_hash bytea, -- sha256 of the secret in the mail; empty until the mail is written
    requested_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT password_resets_expire_later CHECK (expires_at > requested_at)
);

CREATE TABLE phone_checks (
    account_id bigint PRIMARY KEY REFERENCES accounts,
    phone text NOT NULL, -- E.164
    code_hash bytea, -- sha256 over account and code; empty until the message is written
    tries integer NOT NULL DEFAULT 0, -- wrong answers so far
    requested_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT phone_checks_phone_form CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    CONSTRAINT phone_checks_tries_not_negative CHECK (tries >= 0),
    CONSTRAINT phone_checks_expire_later CHECK (expires_at > requested_at)
);

CREATE TABLE passkey_claims (
    credential_id bytea PRIMARY KEY,
    account_id bigint NOT NULL,
    CONSTRAINT passkey_claims_credential_length CHECK (length(credential_id) BETWEEN 1 AND 1023)
);

CREATE TABLE passkeys (
    account_id bigint NOT NULL REFERENCES accounts,
    passkey_id bigint NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL, -- COSE
    sign_count bigint NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    PRIMARY KEY (account_id, passkey_id),
    CONSTRAINT passkeys_name_length CHECK (length(name) BETWEEN 1 AND 60)
);

-- Challenges that were handed out and not answered yet; account 0: somebody who signs in. Wall clock.
CREATE TABLE passkey_challenges (
    account_id bigint NOT NULL,
    challenge bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, challenge)
);
CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);
