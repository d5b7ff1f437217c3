-- The directory of a ward: neighbourhoods that change, who is in office, how groups come in.

-- households: as the ward counts them; null: not known. cell: the Party cell of the residents.
-- contact, phone: whom the ward calls, also before they have come in. merged_into: it goes on as
-- part of that one. split_from: of which it was a part.
ALTER TABLE neighbourhoods ADD COLUMN households INTEGER;
ALTER TABLE neighbourhoods ADD COLUMN cell TEXT NOT NULL DEFAULT '';
ALTER TABLE neighbourhoods ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE neighbourhoods ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE neighbourhoods ADD COLUMN merged_into UUID;
ALTER TABLE neighbourhoods ADD COLUMN split_from UUID;
CREATE INDEX neighbourhoods_merged ON neighbourhoods (ward_id, merged_into) WHERE merged_into IS NOT NULL;

-- What a neighbourhood, or one that became part of it, was called before.
CREATE TABLE neighbourhood_names (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    neighbourhood_id UUID NOT NULL REFERENCES neighbourhoods (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    until TIMESTAMPTZ NOT NULL
);
CREATE INDEX neighbourhood_names_ward ON neighbourhood_names (ward_id);
CREATE INDEX neighbourhood_names_of ON neighbourhood_names (neighbourhood_id);

-- Periods of office, in place of one row for each head. place: head or deputy. hears: whether
-- they are told each week that all was posted.
CREATE TABLE offices (
    neighbourhood_id UUID NOT NULL REFERENCES neighbourhoods (id),
    person_id UUID NOT NULL REFERENCES people (id),
    place TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    until TIMESTAMPTZ,
    ended_by UUID REFERENCES people (id),
    hears BOOLEAN NOT NULL DEFAULT TRUE,
    PRIMARY KEY (neighbourhood_id, person_id, since)
);
CREATE INDEX offices_person ON offices (person_id) WHERE until IS NULL;
-- In office once at a time.
CREATE UNIQUE INDEX offices_now ON offices (neighbourhood_id, person_id) WHERE until IS NULL;
INSERT INTO offices (neighbourhood_id, person_id, place, since, until)
SELECT neighbourhood_id, person_id, 'head', since, until FROM heads;
DROP TABLE heads;

-- Of whom a link speaks: who hands their office over, or for whom a second account is.
ALTER TABLE links ADD COLUMN person_id UUID REFERENCES people (id);

-- Who helps heads that are stuck.
ALTER TABLE wards ADD COLUMN helper TEXT NOT NULL DEFAULT '';
ALTER TABLE wards ADD COLUMN helper_phone TEXT NOT NULL DEFAULT '';

-- How far a neighbourhood's registration is, or what it is stuck at.
CREATE TABLE registrations (
    neighbourhood_id UUID PRIMARY KEY REFERENCES neighbourhoods (id),
    step TEXT NOT NULL,
    person_id UUID REFERENCES people (id),
    at TIMESTAMPTZ NOT NULL
);

-- topic: the thread of a group with topics in which the ward's messages stand; null: the general
-- one.
ALTER TABLE chats ADD COLUMN topic TEXT;

-- The weeks, by their Monday, of which a ward's heads have heard that all was posted.
CREATE TABLE head_reports (
    ward_id UUID NOT NULL REFERENCES wards (id),
    week TEXT NOT NULL,
    PRIMARY KEY (ward_id, week)
);
