-- Delivery at scale: the pace of each bot and chat as rows, what is sent instead where a
-- platform refuses, and indexes that hold only what is still open, so that millions of past
-- rows cost nothing.

-- fallback: contents to try in turn where the platform refuses this one (a list, as JSON).
-- paced: false for what is no message (the answer to a press): it waits for no pause of its chat.
ALTER TABLE outgoing ADD COLUMN fallback TEXT;
ALTER TABLE outgoing ADD COLUMN paced BOOLEAN NOT NULL DEFAULT TRUE;

DROP INDEX outgoing_open;
DROP INDEX outgoing_chat;
DROP INDEX outgoing_question;
DROP INDEX outgoing_message;
CREATE INDEX outgoing_next ON outgoing (bot_id, lane, due_at, id)
    WHERE state = 'waiting' AND channel = 'telegram';
CREATE INDEX outgoing_chat_next ON outgoing (chat_id, lane, due_at, id)
    WHERE state = 'waiting' AND channel = 'telegram';
CREATE INDEX outgoing_chat_sending ON outgoing (chat_id) WHERE state = 'sending';
CREATE INDEX outgoing_chat_failed ON outgoing (chat_id) WHERE state = 'failed';
CREATE INDEX outgoing_leases ON outgoing (bot_id, lease_until) WHERE state = 'sending';
CREATE INDEX outgoing_not_after ON outgoing (not_after) WHERE state = 'waiting';
-- Not for copies: a query for what is being sent in a chat must never walk through its past.
CREATE INDEX outgoing_chat ON outgoing (chat_id) WHERE post_id IS NULL;
CREATE INDEX outgoing_question ON outgoing (question_id) WHERE question_id IS NOT NULL;
CREATE INDEX outgoing_message ON outgoing (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX outgoing_lost_answers ON outgoing (changed_at)
    WHERE kind = 'answer' AND told_at IS NULL AND state IN ('failed', 'expired');

-- The pace of a bot, shared by all instances. Times in microseconds of real time since 1970,
-- because the network counts real time; rate in thousandths of a message a second.
-- down_since, back_at: when the platform stopped and began to answer again.
CREATE TABLE paces (
    bot_id UUID PRIMARY KEY REFERENCES bots (id),
    next_slot BIGINT NOT NULL,
    rate BIGINT NOT NULL,
    rate_at BIGINT NOT NULL,
    paused_until BIGINT NOT NULL,
    refused_chat UUID,
    refused_at BIGINT NOT NULL,
    down_since TIMESTAMPTZ,
    back_at TIMESTAMPTZ
);

-- full_at: when the chat's budget would be full again. paused_until: the platform said so.
CREATE TABLE chat_paces (
    chat_id UUID PRIMARY KEY REFERENCES chats (id),
    full_at BIGINT NOT NULL,
    paused_until BIGINT NOT NULL
);

-- What delivery found wrong with a post and somebody has to be told.
CREATE TABLE alarms (
    id UUID PRIMARY KEY,
    post_id UUID NOT NULL REFERENCES posts (id),
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    raised_at TIMESTAMPTZ NOT NULL,
    told_at TIMESTAMPTZ
);
CREATE INDEX alarms_untold ON alarms (raised_at) WHERE told_at IS NULL;

-- told: the state of the chat that its head and the staff have heard of.
ALTER TABLE chats ADD COLUMN told TEXT NOT NULL DEFAULT 'open';
UPDATE chats SET told = state;
CREATE INDEX chats_untold ON chats (changed_at) WHERE told <> state;
