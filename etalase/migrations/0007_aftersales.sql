-- migrate:up
-- One row per request of a buyer to cancel, and per cancellation by the shop or the system (R-CAN-1).
CREATE TABLE cancellations (
    shop_id bigint NOT NULL,
    cancellation_id bigint NOT NULL,
    order_id bigint NOT NULL,
    account_id bigint NOT NULL, -- the buyer
    kind text NOT NULL, -- BUYER_CANCEL: asked by the buyer; CANCEL: by the shop or the system
    status text NOT NULL,
    reason text,
    requested_at timestamptz NOT NULL,
    answer_by timestamptz NOT NULL, -- silence approves then (R-CAN-2, 3)
    decided_at timestamptz,
    decided_by text, -- whose act ended it: SYSTEM is the clock or a rule that grants at once
    answer text, -- why the shop said no
    refunded_at timestamptz,
    PRIMARY KEY (shop_id, cancellation_id),
    CONSTRAINT cancellations_order FOREIGN KEY (shop_id, order_id) REFERENCES orders,
    CONSTRAINT cancellations_kind CHECK (kind IN ('BUYER_CANCEL', 'CANCEL')),
    CONSTRAINT cancellations_status CHECK (status IN ('CANCELLATION_REQUEST_PENDING', 'CANCELLATION_REQUEST_SUCCESS',
        'CANCELLATION_REQUEST_CANCEL', 'CANCELLATION_REQUEST_COMPLETE')),
    CONSTRAINT cancellations_decided_by CHECK (decided_by IN ('BUYER', 'SELLER', 'SYSTEM')),
    CONSTRAINT cancellations_decided_is_told CHECK ((status = 'CANCELLATION_REQUEST_PENDING') = (decided_at IS NULL)
        AND (decided_at IS NULL) = (decided_by IS NULL)),
    CONSTRAINT cancellations_reason_length CHECK (length(reason) BETWEEN 1 AND 200),
    CONSTRAINT cancellations_answer_length CHECK (length(answer) BETWEEN 1 AND 200)
);
-- One open request per order, and one that succeeded.
CREATE UNIQUE INDEX cancellations_one_that_counts ON cancellations (shop_id, order_id)
    WHERE status <> 'CANCELLATION_REQUEST_CANCEL';
CREATE INDEX cancellations_by_id ON cancellations (cancellation_id);
CREATE INDEX cancellations_of_a_shop ON cancellations (shop_id, status, cancellation_id DESC);
CREATE INDEX cancellations_due ON cancellations (answer_by) WHERE status = 'CANCELLATION_REQUEST_PENDING';
CREATE INDEX cancellations_to_pay ON cancellations (decided_at) WHERE status = 'CANCELLATION_REQUEST_SUCCESS';

CREATE TABLE returns (
    shop_id bigint NOT NULL,
    return_id bigint NOT NULL,
    order_id bigint NOT NULL,
    account_id bigint NOT NULL, -- the buyer
    kind text NOT NULL,
    status text NOT NULL,
    request_number smallint NOT NULL, -- 2: asked again after a rejection (R-RET-5)
    reason text NOT NULL,
    note text,
    currency text NOT NULL,
    asked_minor bigint NOT NULL, -- of what was paid for its lines
    offered_minor bigint, -- what the shop offered instead
    refund_minor bigint, -- what was granted; nothing before
    refund_id bigint,
    requested_at timestamptz NOT NULL,
    due_at timestamptz, -- when silence decides the pending step; nothing is pending without it
    decided_at timestamptz, -- the last decision
    seller_note text, -- the reason that came with it
    carrier text, -- of the parcel that comes back
    tracking_number text,
    sent_back_at timestamptz,
    restocked boolean NOT NULL DEFAULT false,
    closed_at timestamptz, -- nothing follows any more
    PRIMARY KEY (shop_id, return_id),
    CONSTRAINT returns_order FOREIGN KEY (shop_id, order_id) REFERENCES orders,
    CONSTRAINT returns_kind CHECK (kind IN ('REFUND', 'RETURN_AND_REFUND', 'REPLACEMENT')),
    CONSTRAINT returns_status CHECK (status IN ('RETURN_OR_REFUND_REQUEST_PENDING', 'REFUND_OR_RETURN_REQUEST_REJECT',
        'AWAITING_BUYER_SHIP', 'BUYER_SHIPPED_ITEM', 'REJECT_RECEIVE_PACKAGE', 'RETURN_OR_REFUND_REQUEST_SUCCESS',
        'RETURN_OR_REFUND_REQUEST_CANCEL', 'RETURN_OR_REFUND_REQUEST_COMPLETE', 'AWAITING_BUYER_RESPONSE',
        'REPLACEMENT_REQUEST_PENDING', 'REPLACEMENT_REQUEST_REJECT', 'REPLACEMENT_REQUEST_REFUND_SUCCESS',
        'REPLACEMENT_REQUEST_CANCEL', 'REPLACEMENT_REQUEST_COMPLETE')),
    CONSTRAINT returns_status_of_its_kind CHECK ((kind = 'REPLACEMENT') = (status LIKE 'REPLACEMENT%')),
    CONSTRAINT returns_request_number CHECK (request_number >= 1),
    CONSTRAINT returns_amounts CHECK (asked_minor >= 0 AND offered_minor BETWEEN 1 AND asked_minor
        AND refund_minor BETWEEN 0 AND asked_minor),
    CONSTRAINT returns_reason_length CHECK (length(reason) BETWEEN 1 AND 40),
    CONSTRAINT returns_note_length CHECK (length(note) BETWEEN 1 AND 1000),
    CONSTRAINT returns_seller_note_length CHECK (length(seller_note) BETWEEN 1 AND 1000),
    CONSTRAINT returns_carrier_length CHECK (length(carrier) BETWEEN 1 AND 60),
    CONSTRAINT returns_tracking_length CHECK (length(tracking_number) BETWEEN 1 AND 64)
);
CREATE UNIQUE INDEX returns_one_open ON returns (shop_id, order_id) WHERE closed_at IS NULL;
CREATE INDEX returns_by_id ON returns (return_id);
CREATE INDEX returns_of_an_order ON returns (shop_id, order_id, return_id);
CREATE INDEX returns_of_a_shop ON returns (shop_id, status, return_id DESC);
CREATE INDEX returns_due ON returns (due_at) WHERE closed_at IS NULL;

CREATE TABLE return_lines (
    shop_id bigint NOT NULL,
    return_id bigint NOT NULL,
    line_id bigint NOT NULL,
    quantity integer NOT NULL,
    asked_minor bigint NOT NULL,
    PRIMARY KEY (shop_id, return_id, line_id),
    CONSTRAINT return_lines_return FOREIGN KEY (shop_id, return_id) REFERENCES returns,
    CONSTRAINT return_lines_line FOREIGN KEY (shop_id, line_id) REFERENCES order_lines,
    CONSTRAINT return_lines_quantity CHECK (quantity > 0),
    CONSTRAINT return_lines_amount CHECK (asked_minor >= 0)
);

-- How many pieces of a line are in a return that is open or was granted: never more than were bought.
CREATE TABLE returned_pieces (
    shop_id bigint NOT NULL,
    line_id bigint NOT NULL,
    bought integer NOT NULL,
    claimed integer NOT NULL,
    PRIMARY KEY (shop_id, line_id),
    CONSTRAINT returned_pieces_line FOREIGN KEY (shop_id, line_id) REFERENCES order_lines,
    CONSTRAINT returned_pieces_within CHECK (claimed BETWEEN 0 AND bought)
);

CREATE TABLE return_history (
    shop_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    return_id bigint NOT NULL,
    status text NOT NULL, -- the state it came into
    decision text, -- the shop's (R-RET-3)
    at timestamptz NOT NULL,
    by_side text NOT NULL,
    by_account_id bigint,
    note text,
    PRIMARY KEY (shop_id, entry_id),
    CONSTRAINT return_history_return FOREIGN KEY (shop_id, return_id) REFERENCES returns,
    CONSTRAINT return_history_side CHECK (by_side IN ('BUYER', 'SELLER', 'OPERATOR', 'SYSTEM'))
);
CREATE INDEX return_history_of_a_return ON return_history (shop_id, return_id, entry_id);

CREATE TABLE evidence (
    shop_id bigint NOT NULL,
    evidence_id bigint NOT NULL,
    return_id bigint NOT NULL,
    dispute_id bigint, -- said in a dispute; without: with the request
    side text NOT NULL,
    account_id bigint NOT NULL,
    text text,
    picture_keys text[] NOT NULL, -- pictures of the media room
    at timestamptz NOT NULL,
    PRIMARY KEY (shop_id, evidence_id),
    CONSTRAINT evidence_return FOREIGN KEY (shop_id, return_id) REFERENCES returns,
    CONSTRAINT evidence_side CHECK (side IN ('BUYER', 'SELLER')),
    CONSTRAINT evidence_says_something CHECK (text IS NOT NULL OR cardinality(picture_keys) > 0),
    CONSTRAINT evidence_text_length CHECK (length(text) BETWEEN 1 AND 2000),
    CONSTRAINT evidence_pictures_count CHECK (cardinality(picture_keys) <= 9)
);
CREATE INDEX evidence_of_a_return ON evidence (shop_id, return_id, evidence_id);

-- Arbitration by the operator (R-RET-4).
CREATE TABLE disputes (
    shop_id bigint NOT NULL,
    dispute_id bigint NOT NULL,
    return_id bigint NOT NULL,
    order_id bigint NOT NULL,
    number smallint NOT NULL, -- of the order's disputes; a market allows so many
    status text NOT NULL,
    opened_by text NOT NULL,
    opened_at timestamptz NOT NULL,
    answer_by timestamptz NOT NULL, -- silence supports the buyer then
    closed_at timestamptz,
    decided_by bigint, -- the operator's account
    verdict text,
    PRIMARY KEY (shop_id, dispute_id),
    CONSTRAINT disputes_return FOREIGN KEY (shop_id, return_id) REFERENCES returns,
    CONSTRAINT disputes_number_once UNIQUE (shop_id, order_id, number),
    CONSTRAINT disputes_number_range CHECK (number BETWEEN 1 AND 9),
    CONSTRAINT disputes_status CHECK (status IN ('IN_PROGRESS', 'SUPPORT_BUYER', 'SUPPORT_SELLER', 'CLOSED')),
    CONSTRAINT disputes_opened_by CHECK (opened_by IN ('BUYER', 'SELLER')),
    CONSTRAINT disputes_closed_has_a_time CHECK ((status = 'IN_PROGRESS') = (closed_at IS NULL)),
    CONSTRAINT disputes_verdict_length CHECK (length(verdict) BETWEEN 1 AND 1000)
);
CREATE UNIQUE INDEX disputes_one_open ON disputes (shop_id, return_id) WHERE status = 'IN_PROGRESS';
CREATE INDEX disputes_by_id ON disputes (dispute_id);
CREATE INDEX disputes_waiting ON disputes (answer_by, dispute_id) WHERE status = 'IN_PROGRESS';

-- The free parcel of an approved replacement: its pieces left the stock when it was promised.
CREATE TABLE replacements (
    shop_id bigint NOT NULL,
    return_id bigint NOT NULL,
    status text NOT NULL, -- as of a package (R-ORD-10)
    promised_at timestamptz NOT NULL,
    ship_by timestamptz NOT NULL, -- after it the buyer gets the money instead
    carrier text,
    tracking_number text,
    shipped_at timestamptz,
    cancelled_at timestamptz,
    PRIMARY KEY (shop_id, return_id),
    CONSTRAINT replacements_return FOREIGN KEY (shop_id, return_id) REFERENCES returns,
    CONSTRAINT replacements_status CHECK (status IN ('PROCESSING', 'FULFILLING', 'CANCELLED')),
    CONSTRAINT replacements_shipped_is_told CHECK ((status = 'FULFILLING') = (shipped_at IS NOT NULL)
        AND (shipped_at IS NULL) = (tracking_number IS NULL) AND (shipped_at IS NULL) = (carrier IS NULL)),
    CONSTRAINT replacements_cancelled_is_told CHECK ((status = 'CANCELLED') = (cancelled_at IS NOT NULL)),
    CONSTRAINT replacements_carrier_length CHECK (length(carrier) BETWEEN 1 AND 60),
    CONSTRAINT replacements_tracking_length CHECK (length(tracking_number) BETWEEN 1 AND 64)
);
CREATE INDEX replacements_due ON replacements (ship_by) WHERE status = 'PROCESSING';

-- One review per line that was bought (R-REV-1).
CREATE TABLE reviews (
    shop_id bigint NOT NULL,
    review_id bigint NOT NULL,
    line_id bigint NOT NULL,
    order_id bigint NOT NULL,
    product_id bigint NOT NULL,
    account_id bigint NOT NULL,
    stars smallint NOT NULL,
    text text,
    picture_keys text[] NOT NULL,
    anonymous boolean NOT NULL,
    edits smallint NOT NULL DEFAULT 0,
    written_at timestamptz NOT NULL,
    edited_at timestamptz,
    follow_up text,
    follow_up_at timestamptz,
    reply text, -- the shop's, once
    replied_at timestamptz,
    hidden_at timestamptz, -- by an operator
    hidden_reason text,
    PRIMARY KEY (shop_id, review_id),
    CONSTRAINT reviews_line FOREIGN KEY (shop_id, line_id) REFERENCES order_lines,
    CONSTRAINT reviews_line_once UNIQUE (shop_id, line_id),
    CONSTRAINT reviews_stars CHECK (stars BETWEEN 1 AND 5),
    CONSTRAINT reviews_text_length CHECK (length(text) BETWEEN 1 AND 2000),
    CONSTRAINT reviews_pictures_count CHECK (cardinality(picture_keys) <= 9),
    CONSTRAINT reviews_follow_up_length CHECK (length(follow_up) BETWEEN 1 AND 2000),
    CONSTRAINT reviews_reply_length CHECK (length(reply) BETWEEN 1 AND 1000),
    CONSTRAINT reviews_follow_up_has_a_time CHECK ((follow_up IS NULL) = (follow_up_at IS NULL)),
    CONSTRAINT reviews_reply_has_a_time CHECK ((reply IS NULL) = (replied_at IS NULL)),
    CONSTRAINT reviews_hidden_has_a_reason CHECK ((hidden_reason IS NULL) = (hidden_at IS NULL)),
    CONSTRAINT reviews_hidden_reason_length CHECK (length(hidden_reason) BETWEEN 1 AND 200)
);
CREATE INDEX reviews_by_id ON reviews (review_id);
CREATE INDEX reviews_of_a_product ON reviews (shop_id, product_id, review_id DESC);
CREATE INDEX reviews_of_a_shop ON reviews (shop_id, review_id DESC);

-- What a buyer and a shop say to each other: one conversation per pair.
CREATE TABLE conversations (
    shop_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    account_id bigint NOT NULL, -- the buyer
    opened_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    messages integer NOT NULL DEFAULT 0, -- so many were written; the last one's number
    buyer_read integer NOT NULL DEFAULT 0, -- up to this number that side has read
    seller_read integer NOT NULL DEFAULT 0,
    PRIMARY KEY (shop_id, conversation_id),
    CONSTRAINT conversations_pair_once UNIQUE (shop_id, account_id),
    CONSTRAINT conversations_read_within CHECK (buyer_read BETWEEN 0 AND messages AND seller_read BETWEEN 0 AND messages)
);
CREATE INDEX conversations_of_a_shop ON conversations (shop_id, last_at DESC, conversation_id DESC);

CREATE TABLE messages (
    shop_id bigint NOT NULL,
    message_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    number integer NOT NULL, -- in its conversation, from 1 without a gap
    side text NOT NULL,
    account_id bigint NOT NULL, -- who wrote it
    text text,
    picture_key text,
    order_id bigint, -- the order it speaks of, one of the two's
    product_id bigint, -- the product it speaks of, one of the shop's
    at timestamptz NOT NULL,
    PRIMARY KEY (shop_id, message_id),
    CONSTRAINT messages_number_once UNIQUE (shop_id, conversation_id, number),
    CONSTRAINT messages_conversation FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations,
    CONSTRAINT messages_order FOREIGN KEY (shop_id, order_id) REFERENCES orders,
    CONSTRAINT messages_product FOREIGN KEY (shop_id, product_id) REFERENCES products,
    CONSTRAINT messages_side CHECK (side IN ('BUYER', 'SELLER')),
    CONSTRAINT messages_says_something CHECK (coalesce(text, picture_key) IS NOT NULL OR coalesce(order_id, product_id) IS NOT NULL),
    CONSTRAINT messages_text_length CHECK (length(text) BETWEEN 1 AND 2000)
);

-- Group A: the shops a buyer writes with; the conversations themselves live with the shops.
CREATE TABLE account_conversations (
    account_id bigint NOT NULL,
    shop_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    PRIMARY KEY (account_id, shop_id)
);

-- Group A: what somebody tells the operator about a shop, a product or an order.
CREATE TABLE complaints (
    account_id bigint NOT NULL,
    complaint_id bigint NOT NULL,
    about text NOT NULL,
    about_id bigint NOT NULL, -- of the shop, the product or the order
    shop_id bigint NOT NULL, -- whose it is
    reason text NOT NULL,
    text text NOT NULL,
    status text NOT NULL,
    made_at timestamptz NOT NULL,
    answered_at timestamptz,
    answered_by bigint, -- the operator's account
    answer text,
    PRIMARY KEY (account_id, complaint_id),
    CONSTRAINT complaints_about CHECK (about IN ('SHOP', 'PRODUCT', 'ORDER')),
    CONSTRAINT complaints_reason_length CHECK (length(reason) BETWEEN 1 AND 40),
    CONSTRAINT complaints_text_length CHECK (length(text) BETWEEN 1 AND 2000),
    CONSTRAINT complaints_status CHECK (status IN ('OPEN', 'UPHELD', 'DISMISSED')),
    CONSTRAINT complaints_answered_is_told CHECK ((status = 'OPEN') = (answered_at IS NULL)
        AND (answered_at IS NULL) = (answer IS NULL)),
    CONSTRAINT complaints_answer_length CHECK (length(answer) BETWEEN 1 AND 1000)
);
CREATE UNIQUE INDEX complaints_one_open ON complaints (account_id, about, about_id) WHERE status = 'OPEN';
CREATE INDEX complaints_by_id ON complaints (complaint_id);
CREATE INDEX complaints_waiting ON complaints (complaint_id) WHERE status = 'OPEN';

-- migrate:down
