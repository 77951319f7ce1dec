-- Decisions, append-only, each chained to the one before. docs/formats/store.md
-- explains the tables. Times are microseconds since 1970-01-01 UTC.

-- +goose Up

-- What a decision rests on: list editions, parameters, build. Thousands of
-- decisions share one.
CREATE TABLE basis (
    id       INTEGER PRIMARY KEY,
    hash     BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    editions BLOB NOT NULL,               -- packed JSON
    params   TEXT NOT NULL,
    build    TEXT NOT NULL
) STRICT;

CREATE TABLE decision (
    seq     INTEGER PRIMARY KEY,
    id      BLOB    NOT NULL CHECK (length(id) = 16),
    time    INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    source  TEXT    NOT NULL,
    basis   INTEGER NOT NULL REFERENCES basis(id),
    request BLOB    NOT NULL,             -- packed, byte for byte as given
    answer  BLOB    NOT NULL,
    chain   BLOB    NOT NULL CHECK (length(chain) = 32)
) STRICT;
CREATE UNIQUE INDEX decision_by_id ON decision(id);

-- +goose StatementBegin
CREATE TRIGGER decision_append_only BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decision_kept BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER basis_append_only BEFORE UPDATE ON basis
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER basis_kept BEFORE DELETE ON basis
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
-- +goose StatementEnd
