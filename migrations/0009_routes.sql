-- Who answers what, where a ward has routes of its own.

-- file: TOML as shipped; empty: the shipped one. version counts changes of the file, learned
-- those of the ward's corrected cases: a running service looks at both.
CREATE TABLE routes (
    ward_id UUID PRIMARY KEY REFERENCES wards (id),
    file TEXT NOT NULL,
    version INTEGER NOT NULL,
    learned INTEGER NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

-- Questions that staff gave to another unit than the router had. text: the question's words,
-- which go when they go there.
CREATE TABLE route_examples (
    question_id UUID PRIMARY KEY REFERENCES questions (id),
    ward_id UUID NOT NULL REFERENCES wards (id),
    text TEXT NOT NULL,
    label TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX route_examples_ward ON route_examples (ward_id, at);
