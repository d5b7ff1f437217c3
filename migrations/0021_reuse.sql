-- Messages are found again, and made from templates.

-- The words by which a message is found: without accents and in lower case, of its newest version.
-- Those of the newest messages with one word stand together.
CREATE TABLE message_terms (
    message_id UUID NOT NULL REFERENCES messages (id),
    ward_id UUID NOT NULL,
    word TEXT NOT NULL
);
CREATE UNIQUE INDEX message_terms_word ON message_terms (ward_id, word, message_id);
CREATE INDEX message_terms_message ON message_terms (message_id);

-- Messages from before there were such words get theirs little by little.
ALTER TABLE messages ADD COLUMN has_terms BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX messages_without_terms ON messages (id) WHERE NOT has_terms;

-- A ward's own templates. text: JSON, rich text in which square brackets are to be filled in.
CREATE TABLE templates (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    content_group_id UUID REFERENCES content_groups (id),
    made_by UUID NOT NULL REFERENCES people (id),
    made_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX templates_ward ON templates (ward_id, name);
