-- Whether the built-in assistant answers while the model cannot be reached.
ALTER TABLE settings ADD COLUMN fallback INTEGER NOT NULL DEFAULT 1 CHECK (fallback IN (0, 1));
