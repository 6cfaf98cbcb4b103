CREATE TABLE import_runs (
    shop_id bigint NOT NULL REFERENCES shops,
    run_id bigint NOT NULL,
    account_id bigint NOT NULL, -- who brought the file; 0 is the command line
    status text NOT NULL,
    file_name text NOT NULL, -- as the person's computer called it
    file_key text, -- where an upload lies in the media storage
    wishes jsonb NOT NULL, -- what the person said about the mapping: field to headings
    pictures jsonb NOT NULL, -- uploaded pictures: file name to key of the media room
    mapping jsonb, -- as it was used: field to headings
    products integer, -- good and bad, once the file has been read
    done integer NOT NULL DEFAULT 0, -- of them, landed or told
    created integer NOT NULL DEFAULT 0,
    updated integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    rejected integer NOT NULL DEFAULT 0,
    problems integer NOT NULL DEFAULT 0,
    notices integer NOT NULL DEFAULT 0,
    refusal text, -- why a FAILED run could not be read: the code of a refusal
    queued_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (shop_id, run_id),
    CONSTRAINT import_runs_status CHECK (status IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED')),
    CONSTRAINT import_runs_file_name_length CHECK (length(file_name) BETWEEN 1 AND 255),
    CONSTRAINT import_runs_counts_not_negative CHECK (least(done, created, updated, unchanged, rejected, problems, notices) >= 0),
    CONSTRAINT import_runs_counts_agree CHECK (done = created + updated + unchanged + rejected),
    CONSTRAINT import_runs_ended_has_a_time CHECK ((status IN ('DONE', 'FAILED')) = (ended_at IS NOT NULL)),
    CONSTRAINT import_runs_failed_says_why CHECK ((status = 'FAILED') = (refusal IS NOT NULL))
);

CREATE TABLE import_notes (
    shop_id bigint NOT NULL,
    run_id bigint NOT NULL,
    position integer NOT NULL, -- in the order in which they were found
    line integer NOT NULL,
    column_name text, -- the heading; null when it is about the whole row
    kind text NOT NULL,
    code text NOT NULL,
    facts jsonb NOT NULL,
    PRIMARY KEY (shop_id, run_id, position),
    CONSTRAINT import_notes_run FOREIGN KEY (shop_id, run_id) REFERENCES import_runs,
    CONSTRAINT import_notes_kind CHECK (kind IN ('PROBLEM', 'NOTICE')),
    CONSTRAINT import_notes_line_positive CHECK (line > 0)
);
