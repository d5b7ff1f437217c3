-- Who is reminded of what, who is told when it is late, and who is away.

-- look_at: when something about an open question's deadline falls due next; null: nothing more.
-- look_for: the deadline that was computed from; another one is looked at anew.
-- moved_from, moved_to: a change of the calendar moved the deadline; its asker is shown that as
-- long as moved_to is the deadline. moved_told: they have been.
ALTER TABLE questions ADD COLUMN look_at TIMESTAMPTZ;
ALTER TABLE questions ADD COLUMN look_for TIMESTAMPTZ;
ALTER TABLE questions ADD COLUMN moved_from TIMESTAMPTZ;
ALTER TABLE questions ADD COLUMN moved_to TIMESTAMPTZ;
ALTER TABLE questions ADD COLUMN moved_told BOOLEAN NOT NULL DEFAULT TRUE;
CREATE INDEX questions_look ON questions (look_at) WHERE ended_at IS NULL AND look_at IS NOT NULL;
CREATE INDEX questions_unlooked ON questions (id)
    WHERE ended_at IS NULL AND due_at IS NOT NULL AND (look_for IS NULL OR look_for <> due_at);
CREATE INDEX questions_moved ON questions (id) WHERE NOT moved_told;

-- What has been said because a question's time went by. round: a question that was extended or
-- reopened has a new time and is reminded of anew. mark: a share in per cent as 80, untaken,
-- due, asker, or a step up: head, bxdd, du. person_id: whom a step has told; null: nobody was there.
CREATE TABLE question_reminders (
    question_id UUID NOT NULL REFERENCES questions (id),
    round INTEGER NOT NULL,
    mark TEXT NOT NULL,
    told_at TIMESTAMPTZ NOT NULL,
    person_id UUID REFERENCES people (id),
    PRIMARY KEY (question_id, round, mark)
);

-- day: the last morning on which a ward's units got their digests, as 2027-01-02.
-- round_at: when its units were last reminded in between.
CREATE TABLE reminder_days (
    ward_id UUID PRIMARY KEY REFERENCES wards (id),
    day TEXT NOT NULL,
    round_at TIMESTAMPTZ
);

-- Who answers for a unit. place: head or deputy. Counts while they are an officer of it.
CREATE TABLE unit_contacts (
    unit_id UUID NOT NULL REFERENCES units (id),
    place TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    PRIMARY KEY (unit_id, place)
);

-- Days on which a member of staff is away, the last one included, as 2027-01-02. to_person: who
-- gets their open questions; null: their units. begun_at: when these were handed over.
CREATE TABLE absences (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    person_id UUID NOT NULL REFERENCES people (id),
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    to_person UUID REFERENCES people (id),
    entered_at TIMESTAMPTZ NOT NULL,
    begun_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ
);
CREATE INDEX absences_person ON absences (person_id, until_day) WHERE ended_at IS NULL;
CREATE INDEX absences_to_begin ON absences (from_day) WHERE ended_at IS NULL AND begun_at IS NULL;
