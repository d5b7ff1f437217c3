-- What staff see of a post on its way, and what they do with it.

-- Who changed the course of a post last (paused, let go on, ended it), and what was wrong where
-- delivery did so by itself.
ALTER TABLE posts ADD COLUMN steered_by UUID REFERENCES people (id);
ALTER TABLE posts ADD COLUMN steered_at TIMESTAMPTZ;
ALTER TABLE posts ADD COLUMN trouble TEXT;

-- A post that staff are shown. Times in microseconds of real time since 1970, because copies
-- leave in real time; begins_at is the product's time.
-- phase: what was shown last; step: how often since that began.
-- seen_at, seen_gone: how many copies had gone when, to tell the rate.
-- doubt_at: since when copies are in doubt; doubts_open: how many the cards showed last.
CREATE TABLE watches (
    post_id UUID PRIMARY KEY REFERENCES posts (id),
    begins_at TIMESTAMPTZ NOT NULL,
    phase TEXT NOT NULL,
    step INTEGER NOT NULL,
    shown_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    seen_gone BIGINT NOT NULL,
    doubt_at BIGINT,
    doubts_open BIGINT NOT NULL,
    look_at BIGINT NOT NULL,
    settled_at TIMESTAMPTZ
);
CREATE INDEX watches_open ON watches (look_at) WHERE settled_at IS NULL;

-- The messages that are kept up to date: one of each kind for each post and chat.
-- notice: the row that made it; edit: the last row that changed it; shown: what it says by now.
CREATE TABLE progress (
    post_id UUID NOT NULL REFERENCES posts (id),
    chat_id UUID NOT NULL REFERENCES chats (id),
    kind TEXT NOT NULL,
    notice_id UUID NOT NULL REFERENCES outgoing (id),
    edit_id UUID REFERENCES outgoing (id),
    shown TEXT NOT NULL,
    PRIMARY KEY (post_id, chat_id, kind)
);

-- When the log last spoke of an outage.
ALTER TABLE paces ADD COLUMN logged_at TIMESTAMPTZ;
-- What waited while it lasted, and since when the oldest of it did.
ALTER TABLE paces ADD COLUMN backlog BIGINT NOT NULL DEFAULT 0;
ALTER TABLE paces ADD COLUMN oldest TIMESTAMPTZ;
