-- Urgent messages that one approver on duty releases alone, and who looked at it afterwards.

-- until: when the duty ends by itself, or when it was handed back.
CREATE TABLE duties (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    person_id UUID NOT NULL REFERENCES people (id),
    since TIMESTAMPTZ NOT NULL,
    until TIMESTAMPTZ NOT NULL
);
CREATE INDEX duties_ward ON duties (ward_id, until);

-- alone: this approval was meant to suffice by itself.
ALTER TABLE approvals ADD COLUMN alone BOOLEAN NOT NULL DEFAULT FALSE;

-- alone_by: who released it alone. review: another approver's word on that, once it is there.
-- review_asked_at: when the approvers were last asked for it.
ALTER TABLE posts ADD COLUMN alone_by UUID REFERENCES people (id);
ALTER TABLE posts ADD COLUMN review TEXT;
ALTER TABLE posts ADD COLUMN reviewed_by UUID REFERENCES people (id);
ALTER TABLE posts ADD COLUMN reviewed_at TIMESTAMPTZ;
ALTER TABLE posts ADD COLUMN review_asked_at TIMESTAMPTZ;
CREATE INDEX posts_unreviewed ON posts (review_asked_at) WHERE alone_by IS NOT NULL AND reviewed_at IS NULL;

-- What a day's posts to a group are counted by.
CREATE INDEX posts_released ON posts (ward_id, released_at) WHERE released_at IS NOT NULL;
