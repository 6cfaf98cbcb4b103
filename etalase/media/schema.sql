CREATE TABLE media_objects (
    key text PRIMARY KEY, -- sha256 of the uploaded bytes, hex
    kind text NOT NULL DEFAULT 'IMAGE',
    content_type text NOT NULL, -- of the upload; served is always WebP
    bytes integer NOT NULL,
    width integer NOT NULL, -- pixels, upright
    height integer NOT NULL,
    created_at timestamptz NOT NULL, -- wall clock
    CONSTRAINT media_objects_key_form CHECK (key ~ '^[0-9a-f]{64}$'),
    CONSTRAINT media_objects_kind CHECK (kind IN ('IMAGE')),
    CONSTRAINT media_objects_content_type CHECK (content_type IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif')),
    CONSTRAINT media_objects_bytes_positive CHECK (bytes > 0),
    CONSTRAINT media_objects_size_positive CHECK (width > 0 AND height > 0)
);
