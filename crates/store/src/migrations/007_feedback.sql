-- A thumb up or down, kept with the item and gone with it.
ALTER TABLE items ADD COLUMN feedback TEXT CHECK (feedback IN ('positive', 'negative'));
