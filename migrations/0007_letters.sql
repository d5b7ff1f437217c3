-- What the copies of one post say is kept once. A copy with a letter keeps in `content` only
-- the address that its own button leads to.
CREATE TABLE letters (
    id UUID PRIMARY KEY,
    content TEXT NOT NULL
);
ALTER TABLE outgoing ADD COLUMN letter_id UUID REFERENCES letters (id);

-- What is being sent is always little: one index over it serves chats and leases alike.
DROP INDEX outgoing_leases;
