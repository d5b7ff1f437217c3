-- What residents send beside words, and what they ask for about their own data.

-- content: a file's name on the platform or a place, as JSON; blank once it is dropped.
-- state: asked (its sender is asked whether an ID card is in it; nobody sees it), kept (goes with
-- the question), passed (the unit has it), dropped.
CREATE TABLE question_media (
    question_id UUID NOT NULL REFERENCES questions (id),
    n INTEGER NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    album TEXT,
    content TEXT NOT NULL,
    state TEXT NOT NULL,
    sent_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (question_id, n)
);
CREATE INDEX question_media_asked ON question_media (sent_at) WHERE state = 'asked';

-- A ticket of its own, under a code as a question's; stays after an erasure, to be counted.
-- done_by: nobody where the program did it itself.
CREATE TABLE data_requests (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    code TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    done_at TIMESTAMPTZ,
    done_by UUID REFERENCES people (id),
    UNIQUE (ward_id, code)
);
CREATE INDEX data_requests_open ON data_requests (ward_id, due_at) WHERE done_at IS NULL;
