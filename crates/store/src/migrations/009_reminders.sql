-- Each reminder comes once: `fired_us` is when it came, or when it was set, where its time was past by then. `snoozed_us`: when
-- one that came is to come again. What was set before anything fired them stays silent where its time is past.
ALTER TABLE reminder_times ADD COLUMN fired_us INTEGER;
ALTER TABLE reminder_times ADD COLUMN snoozed_us INTEGER;
UPDATE reminder_times SET fired_us = unixepoch() * 1000000 WHERE at <= strftime('%Y-%m-%dT%H:%M', 'now', 'localtime');
CREATE INDEX reminders_to_come ON reminder_times (user, at) WHERE fired_us IS NULL;
CREATE INDEX reminders_snoozed ON reminder_times (user, snoozed_us) WHERE snoozed_us IS NOT NULL;
