-- When a head or deputy last wrote or pressed something: of nobody else is that kept.
ALTER TABLE offices ADD COLUMN seen_at TIMESTAMPTZ;
-- Since when the topic that a group's head had chosen takes nothing any more; its head is told once.
ALTER TABLE chats ADD COLUMN topic_lost_at TIMESTAMPTZ;
ALTER TABLE chats ADD COLUMN topic_told BOOLEAN NOT NULL DEFAULT TRUE;
