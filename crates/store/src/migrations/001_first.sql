-- Every table has the user in its key: users share the file and nothing else. Times are microseconds since 1970 (`_us`).

CREATE TABLE lists (
    user TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    position REAL NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (user, id)
) STRICT, WITHOUT ROWID;

-- `key` is the name without regard to case.
CREATE TABLE labels (
    user TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    PRIMARY KEY (user, key)
) STRICT, WITHOUT ROWID;

-- `due` is a calendar date, or a wall-clock time with its zone: the truth. `due_at_us` is the moment that a time stands for by
-- the zone rules of the day it was written; it exists to be searched.
CREATE TABLE tasks (
    user TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    title TEXT NOT NULL,
    notes TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'done')),
    priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
    due TEXT CHECK (due GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'),
    due_zone TEXT CHECK (due_zone IS NULL OR length(due) = 16),
    due_at_us INTEGER,
    list_id BLOB,
    position REAL NOT NULL,
    created_at_us INTEGER NOT NULL,
    updated_at_us INTEGER NOT NULL,
    completed_at_us INTEGER,
    deleted_at_us INTEGER,
    source TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (user, id),
    CHECK ((status = 'done') = (completed_at_us IS NOT NULL)),
    FOREIGN KEY (user, list_id) REFERENCES lists (user, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- The columns after the user are the order of the views that read them, so that a page is a walk from its cursor; what follows
-- the id lets them be counted without reading a task.
CREATE INDEX tasks_by_due ON tasks (user, due, priority, position, id, due_at_us, due_zone, deleted_at_us, status)
    WHERE status = 'open' AND deleted_at_us IS NULL AND due IS NOT NULL;
CREATE INDEX tasks_by_position ON tasks (user, position, id, deleted_at_us)
    WHERE status = 'open' AND deleted_at_us IS NULL;
CREATE INDEX tasks_by_list ON tasks (user, list_id, position, id, deleted_at_us)
    WHERE status = 'open' AND deleted_at_us IS NULL;
CREATE INDEX tasks_by_completion ON tasks (user, completed_at_us, id, deleted_at_us)
    WHERE status = 'done' AND deleted_at_us IS NULL;
CREATE INDEX tasks_by_deletion ON tasks (user, deleted_at_us, id) WHERE deleted_at_us IS NOT NULL;

CREATE TABLE task_labels (
    user TEXT NOT NULL,
    task_id BLOB NOT NULL,
    label_key TEXT NOT NULL,
    PRIMARY KEY (user, task_id, label_key),
    FOREIGN KEY (user, task_id) REFERENCES tasks (user, id) ON DELETE CASCADE,
    FOREIGN KEY (user, label_key) REFERENCES labels (user, key) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX task_labels_by_label ON task_labels (user, label_key, task_id);

-- One row for what is undone as one: a command, or a turn of the assistant. `revision` is that of its last change.
CREATE TABLE change_sets (
    user TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    actor TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    undone_by BLOB,
    PRIMARY KEY (user, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_sets_by_revision ON change_sets (user, revision);

-- `record`: the 16 bytes of a task's or list's id, or the key of a label. `before` and `after`: the whole record as JSON.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY,
    user TEXT NOT NULL,
    change_set BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('task', 'list', 'label')),
    record BLOB NOT NULL,
    before TEXT,
    after TEXT,
    FOREIGN KEY (user, change_set) REFERENCES change_sets (user, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX changes_by_set ON changes (user, change_set, seq);
CREATE INDEX changes_by_record ON changes (user, record, seq);

-- What was told to live readers, for the other processes that have the file open; the last thousand of a user are kept.
CREATE TABLE notes (
    user TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL,
    ids TEXT NOT NULL,
    change_set BLOB,
    PRIMARY KEY (user, revision, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
    user TEXT NOT NULL,
    key TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    request TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (user, key)
) STRICT;
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (user, at_us);

-- The tasks behind the numbers that the last `docket list` printed, as a JSON array of ids.
CREATE TABLE last_listings (
    user TEXT NOT NULL PRIMARY KEY,
    ids TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    user TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL CHECK (provider IN ('rules', 'openai', 'compatible')),
    base_url TEXT,
    model TEXT,
    session_ttl_s INTEGER NOT NULL CHECK (session_ttl_s BETWEEN 60 AND 86400)
) STRICT, WITHOUT ROWID;

CREATE TABLE ui_state (
    user TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (user, key)
) STRICT;

-- `seq` is the order of storing. `record` is the thread as JSON; the title is read out of it, so that the two cannot differ.
CREATE TABLE threads (
    seq INTEGER PRIMARY KEY,
    user TEXT NOT NULL,
    id TEXT NOT NULL,
    active_at_us INTEGER NOT NULL,
    record TEXT NOT NULL,
    title TEXT GENERATED ALWAYS AS (record ->> 'title') VIRTUAL,
    UNIQUE (user, id)
) STRICT;
CREATE INDEX threads_in_order ON threads (user, seq);
CREATE INDEX threads_by_activity ON threads (user, active_at_us, seq);

-- `text` is what was said, for searching; `hidden` items are never shown.
CREATE TABLE items (
    seq INTEGER PRIMARY KEY,
    user TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
    text TEXT,
    record TEXT NOT NULL,
    UNIQUE (user, thread_id, id),
    FOREIGN KEY (user, thread_id) REFERENCES threads (user, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX items_in_order ON items (user, thread_id, seq);

CREATE TABLE attachments (
    user TEXT NOT NULL,
    id TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (user, id)
) STRICT;
