-- How staff find questions again, and answer what was answered before.

-- The words by which a question is found: without accents and in lower case, of its own words, of
-- what was said about it and of its answers. They come and go with those words. unit_id: who may
-- find it by them. For a common word and a rare one alike, the newest questions of a unit stand
-- together in the first index.
CREATE TABLE question_terms (
    question_id UUID NOT NULL REFERENCES questions (id),
    unit_id UUID NOT NULL,
    word TEXT NOT NULL
);
CREATE UNIQUE INDEX question_terms_word ON question_terms (unit_id, word, question_id);
CREATE INDEX question_terms_question ON question_terms (question_id);

-- Questions from before there were such words get theirs little by little.
ALTER TABLE questions ADD COLUMN has_terms BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX questions_without_terms ON questions (id) WHERE unit_id IS NOT NULL AND NOT has_terms;

CREATE INDEX questions_taken ON questions (taken_by, state) WHERE taken_by IS NOT NULL;

-- Answers that a unit keeps for what is asked again and again.
CREATE TABLE canned_answers (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL REFERENCES units (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    made_by UUID NOT NULL REFERENCES people (id),
    made_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX canned_answers_unit ON canned_answers (unit_id, title);
