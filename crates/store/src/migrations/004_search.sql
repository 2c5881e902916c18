-- `seq` is the order of adding, and the name of a task in the index of words: an implicit rowid may change when the file is vacuumed.
ALTER TABLE tasks ADD COLUMN seq INTEGER;
UPDATE tasks SET seq = rowid;
CREATE UNIQUE INDEX tasks_by_seq ON tasks (seq);

-- What begins at each letter of each word of title and notes, with the user and the state as words of their own (src/words.rs). The
-- text itself is in `tasks` only. Prefixes of one to three letters have lists of their own, so that each key is one look-up.
CREATE VIRTUAL TABLE task_words USING fts5(
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3', tokenize = 'ascii'
);
INSERT INTO task_words (rowid, words)
SELECT seq, indexed_words(user, CASE WHEN deleted_at_us IS NOT NULL THEN 'trash' ELSE status END, title, notes) FROM tasks ORDER BY seq;
