-- Set where a record that the set changed was deleted for good: the set cannot be taken back any more.
ALTER TABLE change_sets ADD COLUMN purged INTEGER NOT NULL DEFAULT 0 CHECK (purged IN (0, 1));

-- An attachment goes with the messages that carry it.
ALTER TABLE attachments ADD COLUMN thread_id TEXT GENERATED ALWAYS AS (record ->> 'thread_id') VIRTUAL;
CREATE INDEX attachments_by_thread ON attachments (user, thread_id) WHERE thread_id IS NOT NULL;

-- How much was said in a thread, so that the history list need not count.
ALTER TABLE threads ADD COLUMN message_count INTEGER NOT NULL DEFAULT 0;
UPDATE threads SET message_count =
    (SELECT count(*) FROM items i WHERE i.user = threads.user AND i.thread_id = threads.id AND i.text IS NOT NULL);
CREATE TRIGGER items_counted AFTER INSERT ON items WHEN new.text IS NOT NULL BEGIN
    UPDATE threads SET message_count = message_count + 1 WHERE user = new.user AND id = new.thread_id;
END;
CREATE TRIGGER items_uncounted AFTER DELETE ON items WHEN old.text IS NOT NULL BEGIN
    UPDATE threads SET message_count = message_count - 1 WHERE user = old.user AND id = old.thread_id;
END;
CREATE TRIGGER items_recounted AFTER UPDATE ON items WHEN (new.text IS NULL) <> (old.text IS NULL) BEGIN
    UPDATE threads SET message_count = message_count + iif(new.text IS NULL, -1, 1) WHERE user = new.user AND id = new.thread_id;
END;
