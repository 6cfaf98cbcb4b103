-- One row per account that ever arranged a Showcase: locked first by every change, so that limits and places are exact.
CREATE TABLE showcases (
    account_id bigint PRIMARY KEY,
    items integer NOT NULL DEFAULT 0, -- chosen items
    head bigint NOT NULL DEFAULT 0, -- the next place at the head is smaller than every place given before
    CONSTRAINT showcases_items_not_negative CHECK (items >= 0)
);

-- What the holder of a marketing or affiliate account chose. Product and shop are plain ids of other groups.
CREATE TABLE showcase_items (
    account_id bigint NOT NULL REFERENCES showcases,
    product_id bigint NOT NULL,
    shop_id bigint NOT NULL,
    pin smallint NOT NULL DEFAULT 1000, -- 0 is the first pin; 1000: not pinned
    place bigint NOT NULL, -- smaller comes first
    added_at timestamptz NOT NULL, -- when the holder last chose it
    PRIMARY KEY (account_id, product_id),
    CONSTRAINT showcase_items_pin CHECK (pin BETWEEN 0 AND 1000)
);
CREATE INDEX showcase_items_in_order ON showcase_items (account_id, pin, place, product_id);

-- Order and pins of an official Showcase, only for the products that were moved; the rest follow, newest first.
CREATE TABLE showcase_official_places (
    account_id bigint NOT NULL REFERENCES showcases,
    product_id bigint NOT NULL,
    shop_id bigint NOT NULL,
    pin smallint NOT NULL DEFAULT 1000,
    place bigint NOT NULL,
    PRIMARY KEY (account_id, product_id),
    CONSTRAINT showcase_official_places_pin CHECK (pin BETWEEN 0 AND 1000)
);
CREATE INDEX showcase_official_places_in_order ON showcase_official_places (account_id, shop_id, pin, place, product_id);

CREATE TABLE collections (
    account_id bigint NOT NULL REFERENCES showcases,
    collection_id bigint NOT NULL,
    title text NOT NULL,
    description text NOT NULL DEFAULT '',
    share_token text NOT NULL, -- part of the share link; not a secret that guards anything
    slot smallint NOT NULL, -- which of the account's collections, so that there are only so many
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, collection_id),
    CONSTRAINT collections_slot_once UNIQUE (account_id, slot),
    CONSTRAINT collections_share_token_once UNIQUE (account_id, share_token),
    CONSTRAINT collections_title_length CHECK (length(title) BETWEEN 1 AND 60),
    CONSTRAINT collections_description_length CHECK (length(description) <= 200)
);

CREATE TABLE collection_products (
    account_id bigint NOT NULL,
    collection_id bigint NOT NULL,
    product_id bigint NOT NULL,
    shop_id bigint NOT NULL,
    position smallint NOT NULL, -- 0…99: there is no hundred and first place
    PRIMARY KEY (account_id, collection_id, product_id),
    CONSTRAINT collection_products_collection FOREIGN KEY (account_id, collection_id)
        REFERENCES collections ON DELETE CASCADE,
    CONSTRAINT collection_products_position CHECK (position BETWEEN 0 AND 99)
);
