-- Corrections and recalls of what has been posted.

-- kind: post, correction or recall. corrects: the post whose copies are changed or taken away.
ALTER TABLE posts ADD COLUMN kind TEXT NOT NULL DEFAULT 'post';
ALTER TABLE posts ADD COLUMN corrects UUID REFERENCES posts (id);
CREATE INDEX posts_message ON posts (message_id);

-- moved_at: when the group went on under another id. Message ids from before name nothing any more.
ALTER TABLE chats ADD COLUMN moved_at TIMESTAMPTZ;
