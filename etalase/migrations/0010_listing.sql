-- migrate:up
ALTER TABLE products
    ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN status_reason text,
    ADD COLUMN status_before text,
    ADD CONSTRAINT products_attributes_object CHECK (jsonb_typeof(attributes) = 'object'),
    ADD CONSTRAINT products_status_reason_length CHECK (length(status_reason) BETWEEN 1 AND 500);
CREATE TABLE option_pictures (
    shop_id bigint NOT NULL,
    product_id bigint NOT NULL,
    name text NOT NULL,
    value text NOT NULL,
    key text NOT NULL,
    PRIMARY KEY (shop_id, product_id, name, value),
    CONSTRAINT option_pictures_product FOREIGN KEY (shop_id, product_id) REFERENCES products
);
CREATE TABLE product_reviews (
    shop_id bigint NOT NULL,
    review_id bigint NOT NULL,
    product_id bigint NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    note text NOT NULL,
    asked_at timestamptz NOT NULL,
    asked_by bigint NOT NULL,
    answered_at timestamptz,
    answered_by bigint,
    reason text NOT NULL DEFAULT '',
    PRIMARY KEY (shop_id, review_id),
    CONSTRAINT product_reviews_product FOREIGN KEY (shop_id, product_id) REFERENCES products,
    CONSTRAINT product_reviews_kind CHECK (kind IN ('LISTING', 'APPEAL', 'CHANGE')),
    CONSTRAINT product_reviews_status CHECK (status IN ('PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
    CONSTRAINT product_reviews_answered_is_told CHECK ((status = 'PENDING') = (answered_at IS NULL)),
    CONSTRAINT product_reviews_note_length CHECK (length(note) <= 1000),
    CONSTRAINT product_reviews_reason_length CHECK (length(reason) <= 500)
);
CREATE UNIQUE INDEX product_reviews_one_pending ON product_reviews (shop_id, product_id) WHERE status = 'PENDING';
CREATE INDEX product_reviews_waiting ON product_reviews (review_id) WHERE status = 'PENDING';
CREATE INDEX product_reviews_of_a_product ON product_reviews (shop_id, product_id, review_id DESC);

-- migrate:down
