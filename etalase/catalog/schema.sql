CREATE TABLE categories (
    category_id bigint PRIMARY KEY, -- 1: Other
    parent_id bigint REFERENCES categories,
    position integer NOT NULL
);

CREATE TABLE category_names (
    category_id bigint NOT NULL REFERENCES categories,
    language text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (category_id, language),
    CONSTRAINT category_names_name_length CHECK (length(name) BETWEEN 1 AND 80)
);
CREATE INDEX category_names_by_name ON category_names (lower(name), language);

CREATE TABLE products (
    shop_id bigint NOT NULL REFERENCES shops,
    product_id bigint NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    category_id bigint NOT NULL,
    category_text text, -- the seller's own name of a category we do not know
    status text NOT NULL,
    currency text NOT NULL, -- the shop's
    price_from_minor bigint NOT NULL, -- lowest and highest price of its SKUs that are not deleted
    price_to_minor bigint NOT NULL,
    picture_key text, -- the first of its pictures
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted_at timestamptz,
    purchase_limit integer, -- pieces one buyer may order; of all its SKUs together
    purchase_limit_days integer, -- counted from the buyer's first piece for so long, then anew; none: for ever
    attributes jsonb NOT NULL DEFAULT '{}', -- key of an attribute of its category to what the seller said, as text
    status_reason text, -- why the platform took it down or did not accept it, while it stands so
    status_before text, -- of a deleted one: where it comes back to
    PRIMARY KEY (shop_id, product_id),
    CONSTRAINT products_title_length CHECK (length(title) BETWEEN 1 AND 1000),
    CONSTRAINT products_description_length CHECK (length(description) <= 50000),
    CONSTRAINT products_category_text_length CHECK (length(category_text) BETWEEN 1 AND 200),
    CONSTRAINT products_status CHECK (status IN ('DRAFT', 'PENDING', 'FAILED', 'ACTIVATE', 'SELLER_DEACTIVATED',
        'PLATFORM_DEACTIVATED', 'FREEZE', 'DELETED')),
    CONSTRAINT products_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT products_price_from_positive CHECK (price_from_minor > 0),
    CONSTRAINT products_price_range CHECK (price_to_minor >= price_from_minor),
    CONSTRAINT products_deleted_has_a_time CHECK ((status = 'DELETED') = (deleted_at IS NOT NULL)),
    CONSTRAINT products_purchase_limit_range CHECK (purchase_limit BETWEEN 1 AND 9999),
    CONSTRAINT products_purchase_limit_days_range CHECK (purchase_limit_days BETWEEN 1 AND 365),
    CONSTRAINT products_purchase_limit_days_have_a_limit CHECK (purchase_limit_days IS NULL OR purchase_limit IS NOT NULL),
    CONSTRAINT products_attributes_object CHECK (jsonb_typeof(attributes) = 'object'),
    CONSTRAINT products_status_reason_length CHECK (length(status_reason) BETWEEN 1 AND 500)
);
CREATE INDEX products_by_id ON products (product_id);
CREATE INDEX products_live ON products (shop_id, product_id DESC) WHERE status = 'ACTIVATE';
CREATE INDEX products_not_live ON products (shop_id, status, product_id DESC) WHERE status <> 'ACTIVATE';
-- The words of a title, each with its shop before it, so that no shop looks through those of another; at most 40 letters each.
CREATE FUNCTION title_words(shop_id bigint, title text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(string_to_array(shop_id || ':' || regexp_replace(regexp_replace(
        lower(title), '([[:alnum:]]{40})', '\1 ', 'g'), '[^[:alnum:]]+', ' ' || shop_id || ':', 'g'), ' '))
$$;
CREATE INDEX products_by_words ON products USING gin (title_words(shop_id, title));

CREATE TABLE product_options (
    shop_id bigint NOT NULL,
    product_id bigint NOT NULL,
    position smallint NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (shop_id, product_id, position),
    CONSTRAINT product_options_product FOREIGN KEY (shop_id, product_id) REFERENCES products,
    CONSTRAINT product_options_name_once UNIQUE (shop_id, product_id, name),
    CONSTRAINT product_options_name_length CHECK (length(name) BETWEEN 1 AND 50)
);

CREATE TABLE skus (
    shop_id bigint NOT NULL,
    sku_id bigint NOT NULL,
    product_id bigint NOT NULL,
    seller_sku text NOT NULL, -- the seller's own key
    options jsonb NOT NULL, -- option name to value; the order of the names stands in product_options
    price_minor bigint NOT NULL,
    position integer NOT NULL,
    deleted_at timestamptz,
    weight_g integer, -- of one piece, packed; null: the market's weight of an ordinary piece
    PRIMARY KEY (shop_id, sku_id),
    CONSTRAINT skus_product FOREIGN KEY (shop_id, product_id) REFERENCES products,
    CONSTRAINT skus_seller_sku_length CHECK (length(seller_sku) BETWEEN 1 AND 100),
    CONSTRAINT skus_options_object CHECK (jsonb_typeof(options) = 'object'),
    CONSTRAINT skus_price_positive CHECK (price_minor > 0),
    CONSTRAINT skus_weight CHECK (weight_g BETWEEN 1 AND 1000000)
);
CREATE INDEX skus_by_id ON skus (sku_id);
CREATE UNIQUE INDEX skus_seller_sku_once ON skus (shop_id, seller_sku) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX skus_options_once ON skus (shop_id, product_id, options) WHERE deleted_at IS NULL;

CREATE TABLE product_pictures (
    shop_id bigint NOT NULL,
    product_id bigint NOT NULL,
    position smallint NOT NULL,
    key text NOT NULL, -- a picture of the media room
    PRIMARY KEY (shop_id, product_id, position),
    CONSTRAINT product_pictures_product FOREIGN KEY (shop_id, product_id) REFERENCES products,
    CONSTRAINT product_pictures_position CHECK (position BETWEEN 0 AND 8)
);

-- Written by higher rooms through this room's verbs; no row means nothing happened yet.
CREATE TABLE product_figures (
    shop_id bigint NOT NULL,
    product_id bigint NOT NULL,
    sold integer NOT NULL DEFAULT 0,
    rating_sum integer NOT NULL DEFAULT 0,
    rating_count integer NOT NULL DEFAULT 0,
    views bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (shop_id, product_id),
    CONSTRAINT product_figures_product FOREIGN KEY (shop_id, product_id) REFERENCES products,
    CONSTRAINT product_figures_sold_not_negative CHECK (sold >= 0),
    CONSTRAINT product_figures_rating_possible CHECK (rating_count >= 0 AND rating_sum BETWEEN rating_count AND 5 * rating_count)
);

-- How many pieces of a limited product a buyer has ordered in the window that began with `since`; counted while there is a limit.
CREATE TABLE product_buyers (
    shop_id bigint NOT NULL,
    product_id bigint NOT NULL,
    account_id bigint NOT NULL,
    since timestamptz NOT NULL,
    bought integer NOT NULL,
    PRIMARY KEY (shop_id, product_id, account_id),
    CONSTRAINT product_buyers_product FOREIGN KEY (shop_id, product_id) REFERENCES products,
    CONSTRAINT product_buyers_bought_not_negative CHECK (bought >= 0)
);

-- What one value of an option looks like: the red one.
CREATE TABLE option_pictures (
    shop_id bigint NOT NULL,
    product_id bigint NOT NULL,
    name text NOT NULL, -- of the option
    value text NOT NULL,
    key text NOT NULL, -- a picture of the media room
    PRIMARY KEY (shop_id, product_id, name, value),
    CONSTRAINT option_pictures_product FOREIGN KEY (shop_id, product_id) REFERENCES products
);

-- A product that waits for the operator, or waited. LISTING: it is not on sale before; APPEAL: it was taken down; CHANGE: it sells on.
CREATE TABLE product_reviews (
    shop_id bigint NOT NULL,
    review_id bigint NOT NULL,
    product_id bigint NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    note text NOT NULL, -- what the seller says to it
    asked_at timestamptz NOT NULL,
    asked_by bigint NOT NULL, -- the account
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
