-- Editions of every list, append-only. docs/formats/store.md explains the tables.
-- Times are microseconds since 1970-01-01 UTC.

-- +goose Up
CREATE TABLE list (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE edition (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    list      INTEGER NOT NULL REFERENCES list(id),
    kind      TEXT    NOT NULL CHECK (kind IN ('official', 'imported', 'sample')),
    format    TEXT    NOT NULL,
    mark      TEXT    NOT NULL,           -- the publisher's own name for the edition
    published INTEGER,
    fetched   INTEGER NOT NULL,
    activated INTEGER NOT NULL,
    build     TEXT    NOT NULL,           -- the program that parsed it
    records   INTEGER NOT NULL,
    accepted  INTEGER NOT NULL,
    rejects   INTEGER NOT NULL,
    warned    INTEGER NOT NULL,
    added     INTEGER NOT NULL,
    changed   INTEGER NOT NULL,
    removed   INTEGER NOT NULL,
    files     BLOB    NOT NULL CHECK (length(files) = 32),   -- hash over names and hashes of the raw files
    content   BLOB    NOT NULL CHECK (length(content) = 32), -- hash over the records' hashes, in order
    forced    TEXT    NOT NULL            -- expectations a person chose to overrule
) STRICT;
CREATE INDEX edition_by_list ON edition(list, id);
CREATE INDEX edition_by_activation ON edition(list, activated, id);

CREATE TABLE edition_file (
    edition  INTEGER NOT NULL REFERENCES edition(id),
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    sha256   BLOB    NOT NULL CHECK (length(sha256) = 32),
    size     INTEGER NOT NULL,
    served   BLOB    CHECK (length(served) = 32), -- hash of the compressed file as served, if it was
    url      TEXT    NOT NULL,
    etag     TEXT    NOT NULL,
    modified INTEGER,
    PRIMARY KEY (edition, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX edition_file_by_hash ON edition_file(sha256);

CREATE TABLE edition_report (
    edition INTEGER PRIMARY KEY REFERENCES edition(id),
    body    BLOB NOT NULL                 -- packed JSON
) STRICT;

-- A later build parsed the same raw files and got the same content.
CREATE TABLE edition_build (
    edition INTEGER NOT NULL REFERENCES edition(id),
    build   TEXT    NOT NULL,
    time    INTEGER NOT NULL,
    PRIMARY KEY (edition, build)
) STRICT, WITHOUT ROWID;

-- One row for each state of each entity. It belongs to the editions of its list
-- from first up to, not including, gone.
CREATE TABLE record (
    id      INTEGER PRIMARY KEY,
    list    INTEGER NOT NULL REFERENCES list(id),
    entity  TEXT    NOT NULL,
    schema  TEXT    NOT NULL,
    first   INTEGER NOT NULL REFERENCES edition(id),
    gone    INTEGER REFERENCES edition(id),
    hash    BLOB    NOT NULL CHECK (length(hash) = 32),
    payload BLOB    NOT NULL              -- packed JSON of the entity, without places in files
) STRICT;
CREATE UNIQUE INDEX record_open ON record(list, entity) WHERE gone IS NULL;
CREATE UNIQUE INDEX record_history ON record(list, entity, first);
CREATE INDEX record_first ON record(list, first);
CREATE INDEX record_gone ON record(list, gone) WHERE gone IS NOT NULL;

-- Which records an edition has, in the file's order, and where each stands in
-- the raw files.
CREATE TABLE manifest (
    id      INTEGER PRIMARY KEY,
    edition INTEGER NOT NULL REFERENCES edition(id),
    chunk   INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    lo      INTEGER NOT NULL,             -- smallest and greatest record id in it
    hi      INTEGER NOT NULL,
    body    BLOB    NOT NULL,
    UNIQUE (edition, chunk)
) STRICT;

-- What fetching each file of a list last gave. Not history: a cache and a status.
CREATE TABLE remote (
    list     TEXT NOT NULL,
    name     TEXT NOT NULL,
    url      TEXT NOT NULL,
    etag     TEXT NOT NULL,
    modified INTEGER,
    sha256   BLOB,
    whole    INTEGER,                     -- last time the bytes themselves were fetched
    checked  INTEGER NOT NULL,
    error    TEXT NOT NULL,
    PRIMARY KEY (list, name)
) STRICT, WITHOUT ROWID;

-- Attempts to update a list; equal ones in a row share a row.
CREATE TABLE attempt (
    id      INTEGER PRIMARY KEY,
    list    TEXT    NOT NULL,
    status  TEXT    NOT NULL,
    reason  TEXT    NOT NULL,
    edition INTEGER,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    count   INTEGER NOT NULL
) STRICT;
CREATE INDEX attempt_by_list ON attempt(list, id);

-- +goose StatementBegin
CREATE TRIGGER edition_append_only BEFORE UPDATE ON edition
BEGIN SELECT RAISE(ABORT, 'editions are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER edition_kept BEFORE DELETE ON edition
BEGIN SELECT RAISE(ABORT, 'editions are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER edition_file_append_only BEFORE UPDATE ON edition_file
BEGIN SELECT RAISE(ABORT, 'editions are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER edition_file_kept BEFORE DELETE ON edition_file
BEGIN SELECT RAISE(ABORT, 'editions are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER manifest_append_only BEFORE UPDATE ON manifest
BEGIN SELECT RAISE(ABORT, 'editions are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER manifest_kept BEFORE DELETE ON manifest
BEGIN SELECT RAISE(ABORT, 'editions are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER record_kept BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER record_closed_once BEFORE UPDATE ON record
WHEN old.gone IS NOT NULL OR new.gone IS NULL OR new.id <> old.id OR new.list <> old.list OR new.entity <> old.entity
    OR new.schema <> old.schema OR new.first <> old.first OR new.hash <> old.hash OR new.payload <> old.payload
BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;
-- +goose StatementEnd
