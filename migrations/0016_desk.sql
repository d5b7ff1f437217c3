-- Questions that staff enter for who does not write themselves.

-- Who told the asker the answer, and when: their press is the proof.
ALTER TABLE questions ADD COLUMN told_at TIMESTAMPTZ;
ALTER TABLE questions ADD COLUMN told_by UUID REFERENCES people (id);
CREATE INDEX questions_untold ON questions (entered_by) WHERE entered_by IS NOT NULL AND told_at IS NULL;
