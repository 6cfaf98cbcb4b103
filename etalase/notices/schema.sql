-- Messages to people, written in the transaction of the news they tell and carried afterwards.
CREATE TABLE outbox_messages (
    account_id bigint NOT NULL, -- whom it concerns; 0: somebody without an account
    message_id bigint NOT NULL,
    channel text NOT NULL,
    recipient text NOT NULL, -- an e-mail address, or a phone number in E.164
    subject text NOT NULL DEFAULT '',
    body text NOT NULL, -- emptied once a real carrier took it: it may hold a code or a link
    status text NOT NULL DEFAULT 'WAITING',
    at timestamptz NOT NULL, -- when it was written
    next_try_at timestamptz NOT NULL,
    sent_at timestamptz,
    tries integer NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, message_id),
    CONSTRAINT outbox_messages_channel CHECK (channel IN ('MAIL', 'SMS')),
    CONSTRAINT outbox_messages_status CHECK (status IN ('WAITING', 'SENT', 'FAILED')),
    CONSTRAINT outbox_messages_sent_has_a_time CHECK ((status = 'SENT') = (sent_at IS NOT NULL)),
    CONSTRAINT outbox_messages_subject_length CHECK (length(subject) <= 200),
    CONSTRAINT outbox_messages_tries_not_negative CHECK (tries >= 0)
);
CREATE INDEX outbox_messages_waiting ON outbox_messages (next_try_at) WHERE status = 'WAITING';
CREATE INDEX outbox_messages_newest ON outbox_messages (message_id);
