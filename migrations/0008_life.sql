-- The life of a question between its asking and a useful answer.

-- taken_by: the officer who works on it. counts_from: since when its time counts, where that is
-- not the asking (it was reopened). asker: whom it was passed on for, named to the unit only.
-- way: chat, head, phone or counter. entered_by: who passed it on or entered it. source_message:
-- the platform's id of the words in from_chat_id. status_id: the message that tells the asker how
-- it stands. helped: what the asker said of the answer. outside, outside_ref: who was asked
-- instead of the ward, and under which reference.
ALTER TABLE questions ADD COLUMN taken_by UUID REFERENCES people (id);
ALTER TABLE questions ADD COLUMN taken_at TIMESTAMPTZ;
ALTER TABLE questions ADD COLUMN counts_from TIMESTAMPTZ;
ALTER TABLE questions ADD COLUMN extended_at TIMESTAMPTZ;
ALTER TABLE questions ADD COLUMN reopened_at TIMESTAMPTZ;
ALTER TABLE questions ADD COLUMN joined_to UUID REFERENCES questions (id);
ALTER TABLE questions ADD COLUMN split_from UUID REFERENCES questions (id);
ALTER TABLE questions ADD COLUMN way TEXT NOT NULL DEFAULT 'chat';
ALTER TABLE questions ADD COLUMN entered_by UUID REFERENCES people (id);
ALTER TABLE questions ADD COLUMN asker TEXT NOT NULL DEFAULT '';
ALTER TABLE questions ADD COLUMN source_message TEXT;
ALTER TABLE questions ADD COLUMN status_id UUID;
ALTER TABLE questions ADD COLUMN helped BOOLEAN;
ALTER TABLE questions ADD COLUMN may_publish BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE questions ADD COLUMN outside TEXT NOT NULL DEFAULT '';
ALTER TABLE questions ADD COLUMN outside_ref TEXT NOT NULL DEFAULT '';
CREATE INDEX questions_unit ON questions (unit_id, state, due_at);
CREATE INDEX questions_joined ON questions (joined_to);
CREATE INDEX questions_source ON questions (from_chat_id, source_message);

-- Why somebody did it, in their words; blank once the question's words are.
ALTER TABLE question_events ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- What was said about a question besides its own words and its answers. side: asker (added by
-- who asks), unit (asked back by an officer), note (for colleagues only).
CREATE TABLE question_words (
    question_id UUID NOT NULL REFERENCES questions (id),
    n INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    side TEXT NOT NULL,
    person_id UUID REFERENCES people (id),
    text TEXT NOT NULL,
    source_chat_id UUID REFERENCES chats (id),
    source_message TEXT,
    PRIMARY KEY (question_id, n)
);
CREATE INDEX question_words_source ON question_words (source_chat_id, source_message);

-- While the asker owes an answer the clock stands still. to_at: null while that lasts.
CREATE TABLE question_pauses (
    question_id UUID NOT NULL REFERENCES questions (id),
    from_at TIMESTAMPTZ NOT NULL,
    to_at TIMESTAMPTZ,
    PRIMARY KEY (question_id, from_at)
);

-- state: draft (waits for its writer), asked (waits for a colleague), sent, or replaced by a
-- later one. outgoing_id: the message in which it went out. source: the officer's own words in a
-- chat, whose change changes the answer.
ALTER TABLE answers ADD COLUMN state TEXT NOT NULL DEFAULT 'sent';
ALTER TABLE answers ADD COLUMN approved_by UUID REFERENCES people (id);
ALTER TABLE answers ADD COLUMN media TEXT;
ALTER TABLE answers ADD COLUMN outgoing_id UUID;
ALTER TABLE answers ADD COLUMN source_chat_id UUID REFERENCES chats (id);
ALTER TABLE answers ADD COLUMN source_message TEXT;
CREATE INDEX answers_source ON answers (source_chat_id, source_message);

-- Where an answer needs a colleague's approval before it is sent.
ALTER TABLE units ADD COLUMN is_sensitive BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE content_groups ADD COLUMN is_sensitive BOOLEAN NOT NULL DEFAULT FALSE;

-- A question shown to its unit is a card, which later changes of the question change too.
UPDATE outgoing SET kind = 'card' WHERE kind = 'notice' AND question_id IS NOT NULL;
