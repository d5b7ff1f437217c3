-- How a group gets its posts. silent: without a sound. pin_hours: how long each stays pinned; 0: not
-- at all. rests_until: the head asked for no posts until then, except urgent ones.
ALTER TABLE neighbourhood_groups ADD COLUMN silent BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE neighbourhood_groups ADD COLUMN pin_hours BIGINT NOT NULL DEFAULT 0;
ALTER TABLE neighbourhood_groups ADD COLUMN rests_until TIMESTAMPTZ;

-- Pins that were refused and of which the head has not been told.
CREATE INDEX outgoing_pins_refused ON outgoing (chat_id) WHERE kind = 'pin' AND state = 'failed' AND told_at IS NULL;
