-- When content groups post, and the approved messages that wait for it.

-- rule: JSON, as src/schedule/recurrence.rs reads it. name: what it is for, where that is one
-- event. since: openings before this moment do not count. ended_at: it was taken away.
CREATE TABLE slots (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    content_group_id UUID NOT NULL REFERENCES content_groups (id),
    name TEXT NOT NULL,
    rule TEXT NOT NULL,
    is_paused BOOLEAN NOT NULL DEFAULT FALSE,
    since TIMESTAMPTZ NOT NULL,
    made_by UUID REFERENCES people (id),
    made_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX slots_ward ON slots (ward_id) WHERE ended_at IS NULL;

-- A message that is to leave in a slot of its content group. place: its turn; null until it is
-- approved. since: openings before this moment are not its own. chosen: the opening that a
-- person chose for it; null: the first one that is free.
CREATE TABLE slot_queue (
    message_id UUID PRIMARY KEY REFERENCES messages (id),
    ward_id UUID NOT NULL REFERENCES wards (id),
    content_group_id UUID NOT NULL REFERENCES content_groups (id),
    place BIGINT,
    since TIMESTAMPTZ NOT NULL,
    chosen TIMESTAMPTZ
);
CREATE INDEX slot_queue_ward ON slot_queue (ward_id, place) WHERE place IS NOT NULL;

-- The opening that a post took: each is taken once. slot_at: the time by the slot's rule, before
-- the night puts it off.
ALTER TABLE posts ADD COLUMN slot_id UUID REFERENCES slots (id);
ALTER TABLE posts ADD COLUMN slot_at TIMESTAMPTZ;
CREATE UNIQUE INDEX posts_slot ON posts (slot_id, slot_at) WHERE slot_id IS NOT NULL;

-- The weeks, by their Monday, of which a ward has heard what is missing.
CREATE TABLE gap_reports (
    ward_id UUID NOT NULL REFERENCES wards (id),
    week TEXT NOT NULL,
    PRIMARY KEY (ward_id, week)
);
