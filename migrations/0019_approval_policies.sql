-- Whose word a message needs, by when, and who saw which version.

-- needed: people who approve. may_administer: the second of them may be an administrator.
-- unit_id: a unit whose officer must agree with the facts. term: hours4, day1 or days2, in
-- working time. deputy_id: an approver who is asked where the others are away or let the time
-- go by. content_group_id null: what holds where a group has no policy of its own.
CREATE TABLE approval_policies (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    content_group_id UUID REFERENCES content_groups (id),
    needed INTEGER NOT NULL,
    may_administer BOOLEAN NOT NULL,
    unit_id UUID REFERENCES units (id),
    term TEXT NOT NULL,
    deputy_id UUID REFERENCES people (id),
    changed_by UUID REFERENCES people (id),
    changed_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX approval_policies_group ON approval_policies (content_group_id)
    WHERE content_group_id IS NOT NULL;
CREATE UNIQUE INDEX approval_policies_ward ON approval_policies (ward_id) WHERE content_group_id IS NULL;

-- role_id: the role under which somebody decided. Their word counts while exactly this one goes
-- on: one that is given again later does not bring it back.
ALTER TABLE approvals ADD COLUMN role_id UUID REFERENCES roles (id);
UPDATE approvals SET role_id = (
    SELECT r.id FROM roles r
    WHERE r.person_id = approvals.person_id AND r.role = 'approver' AND r.granted_at <= approvals.decided_at
      AND (r.ended_at IS NULL OR r.ended_at > approvals.decided_at)
    ORDER BY r.granted_at, r.id LIMIT 1);

-- A version that was submitted. post_at: the time chosen for it then. look_at: when something
-- about its deadline falls due next; null: nothing more. reminded_at, deputy_at, late_at: when
-- those who had not decided were reminded, the deputy was asked, and it was said to be late.
CREATE TABLE approval_terms (
    message_id UUID NOT NULL,
    version INTEGER NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    post_at TIMESTAMPTZ,
    look_at TIMESTAMPTZ,
    reminded_at TIMESTAMPTZ,
    deputy_at TIMESTAMPTZ,
    late_at TIMESTAMPTZ,
    PRIMARY KEY (message_id, version),
    FOREIGN KEY (message_id, version) REFERENCES versions (message_id, version)
);
CREATE INDEX approval_terms_look ON approval_terms (look_at) WHERE look_at IS NOT NULL;
-- What waits already has its time from now on.
INSERT INTO approval_terms (message_id, version, asked_at, post_at, look_at)
SELECT id, version, changed_at, post_at, changed_at FROM messages WHERE state = 'submitted';

-- Who was shown which version. opened_at: when they asked to see it.
CREATE TABLE approval_cards (
    message_id UUID NOT NULL,
    version INTEGER NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    shown_at TIMESTAMPTZ NOT NULL,
    opened_at TIMESTAMPTZ,
    PRIMARY KEY (message_id, version, person_id),
    FOREIGN KEY (message_id, version) REFERENCES versions (message_id, version)
);
