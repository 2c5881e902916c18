-- `start`, `duration_min`, `repeat`, `occurrence`, `reminders`: as in the task's JSON; `reminders` is an array, null where there are none.
-- No foreign key on `parent`: SQLite cannot add one of two columns. docket-tasks keeps the two together.
ALTER TABLE tasks ADD COLUMN start TEXT;
ALTER TABLE tasks ADD COLUMN duration_min INTEGER;
ALTER TABLE tasks ADD COLUMN repeat TEXT;
ALTER TABLE tasks ADD COLUMN occurrence TEXT;
ALTER TABLE tasks ADD COLUMN reminders TEXT;
ALTER TABLE tasks ADD COLUMN parent BLOB CHECK (parent IS NULL OR length(parent) = 16);
CREATE INDEX tasks_by_parent ON tasks (user, parent, position, id) WHERE parent IS NOT NULL;

-- When the reminders of open tasks are to come: made from `tasks` with each of them, so that the next ones are found by time.
-- `at` is a wall-clock time in `zone`, or wherever the user is where that is null.
CREATE TABLE reminder_times (
    user TEXT NOT NULL,
    at TEXT NOT NULL,
    task_id BLOB NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    zone TEXT,
    PRIMARY KEY (user, at, task_id, id),
    FOREIGN KEY (user, task_id) REFERENCES tasks (user, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_times_by_task ON reminder_times (user, task_id);
