-- Messages of the last minute, for the limit on them.
CREATE TABLE sent_messages (
    seq INTEGER PRIMARY KEY,
    user TEXT NOT NULL,
    at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX sent_messages_by_time ON sent_messages (user, at_us);

-- The last day that tokens were counted on, a date of the user's calendar; and what is set aside for calls that run.
CREATE TABLE token_days (
    user TEXT NOT NULL PRIMARY KEY,
    day TEXT NOT NULL,
    used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE token_reservations (
    user TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    day TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    PRIMARY KEY (user, id)
) STRICT, WITHOUT ROWID;

-- `mcp_secret`: SHA-256 of the secret; the secret itself is shown once and kept nowhere.
ALTER TABLE settings ADD COLUMN tier TEXT CHECK (tier IN ('free', 'standard', 'unlimited'));
ALTER TABLE settings ADD COLUMN daily_tokens INTEGER CHECK (daily_tokens >= 0);
ALTER TABLE settings ADD COLUMN mcp_on INTEGER NOT NULL DEFAULT 0 CHECK (mcp_on IN (0, 1));
ALTER TABLE settings ADD COLUMN mcp_read_only INTEGER NOT NULL DEFAULT 0 CHECK (mcp_read_only IN (0, 1));
ALTER TABLE settings ADD COLUMN mcp_secret BLOB CHECK (mcp_secret IS NULL OR length(mcp_secret) = 32);

-- What MCP clients called; the newest thousand of a user are kept.
CREATE TABLE mcp_calls (
    seq INTEGER PRIMARY KEY,
    user TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    tool TEXT NOT NULL,
    arguments TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;
CREATE INDEX mcp_calls_in_order ON mcp_calls (user, seq);
