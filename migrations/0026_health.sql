-- How groups are doing, asked of the platform without posting. probed_at: when it was last asked;
-- members: how many people are in the group; may_pin: whether the bot may pin there.
ALTER TABLE chats ADD COLUMN probed_at TIMESTAMPTZ;
ALTER TABLE chats ADD COLUMN members BIGINT;
ALTER TABLE chats ADD COLUMN may_pin BOOLEAN;
-- What staff were last told of a group. Its head hears of trouble at once, staff after a day of it.
ALTER TABLE chats ADD COLUMN told_staff TEXT NOT NULL DEFAULT 'open';
UPDATE chats SET told_staff = told;
