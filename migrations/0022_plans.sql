-- Plans side by side, newer versions of them, and what a person decides before one is in force.

-- ended_at: it is no longer in force. replaced_by: the newest version, where one took its place;
-- content groups that this one still has are left behind with it.
ALTER TABLE plans ADD COLUMN ended_at TIMESTAMPTZ;
ALTER TABLE plans ADD COLUMN replaced_by UUID REFERENCES plans (id);
-- So far only the newest plan of a ward counted.
UPDATE plans SET ended_at = imported_at WHERE EXISTS (
    SELECT 1 FROM plans n WHERE n.ward_id = plans.ward_id
      AND (n.imported_at > plans.imported_at OR (n.imported_at = plans.imported_at AND n.id > plans.id)));

-- since: when the group first stood in a plan that was in force; newer versions keep it.
ALTER TABLE content_groups ADD COLUMN since TIMESTAMPTZ;
UPDATE content_groups SET since = (SELECT p.imported_at FROM plans p WHERE p.id = content_groups.plan_id);
-- Who said that this unit answers for the group; null: only its name lets one think so.
ALTER TABLE content_group_units ADD COLUMN confirmed_by UUID REFERENCES people (id);

-- Which of the ward's units a body is that the plan gives duties to; unit_id null: none of them.
CREATE TABLE plan_bodies (
    plan_id UUID NOT NULL REFERENCES plans (id),
    body TEXT NOT NULL,
    unit_id UUID REFERENCES units (id),
    decided_by UUID NOT NULL REFERENCES people (id),
    PRIMARY KEY (plan_id, body)
);

-- A plan that was read and is not in force. document: JSON, as it was read. replaces: the plan of
-- which it is a newer version. is_settled: whether that is certain or was said by a person.
-- ended_at: it was used or dropped.
CREATE TABLE plan_proposals (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    source TEXT NOT NULL,
    source_hash BYTEA NOT NULL,
    document TEXT NOT NULL,
    replaces UUID REFERENCES plans (id),
    is_settled BOOLEAN NOT NULL,
    made_by UUID NOT NULL REFERENCES people (id),
    made_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX plan_proposals_open ON plan_proposals (ward_id, source_hash) WHERE ended_at IS NULL;

-- What was said about a doubtful finding. finding: as src/plan/doubtful.rs names it. verdict: yes,
-- skip, or edit; words: what stands in its place.
CREATE TABLE plan_decisions (
    proposal_id UUID NOT NULL REFERENCES plan_proposals (id),
    finding TEXT NOT NULL,
    verdict TEXT NOT NULL,
    words TEXT NOT NULL,
    decided_by UUID NOT NULL REFERENCES people (id),
    decided_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (proposal_id, finding)
);
