-- Whom the saved key may be sent to: 'openai', or the address of a compatible server.
ALTER TABLE settings ADD COLUMN key_for TEXT;
