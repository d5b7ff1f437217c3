-- When a ward works, where that differs from the usual week and the public holidays.

-- Days, written as 2027-01-02. what: 'off', or 'work' for a day that is worked although it is a
-- holiday or has no hours in its week.
CREATE TABLE calendar_days (
    ward_id UUID NOT NULL REFERENCES wards (id),
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (ward_id, day)
);

-- Weekly hours, each from its day on until the next.
CREATE TABLE calendar_weeks (
    ward_id UUID NOT NULL REFERENCES wards (id),
    from_day TEXT NOT NULL,
    hours TEXT NOT NULL,
    PRIMARY KEY (ward_id, from_day)
);

-- Grows with each change of a ward's calendar, so that every instance sees that what it knows is
-- old, and that a question's deadline was computed from what no longer holds.
ALTER TABLE wards ADD COLUMN calendar BIGINT NOT NULL DEFAULT 1;
ALTER TABLE questions ADD COLUMN calendar BIGINT NOT NULL DEFAULT 0;
CREATE INDEX questions_calendar ON questions (ward_id, calendar)
    WHERE ended_at IS NULL AND due_at IS NOT NULL;
