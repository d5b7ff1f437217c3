-- What waits to be handled, by chat; and what was handled, oldest first, to be forgotten.
-- Partial, so that the one stays as small as what is open, however much came in before.
DROP INDEX inbox_open;
CREATE INDEX inbox_open ON inbox (bot_id, chat, received_at, update_id) WHERE handled_at IS NULL;
CREATE INDEX inbox_handled ON inbox (handled_at) WHERE handled_at IS NOT NULL;

-- Which of several instances does what only one may do. until: microseconds of real time since 1970.
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    owner UUID NOT NULL,
    until BIGINT NOT NULL
);
