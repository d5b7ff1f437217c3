-- One dialect for SQLite and PostgreSQL. Every row belongs to a ward; a platform's own
-- ids are data, never keys. Times come from the program, in milliseconds.

CREATE TABLE wards (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE bots (
    id UUID PRIMARY KEY,
    channel TEXT NOT NULL,
    platform_id TEXT NOT NULL,
    username TEXT NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    UNIQUE (channel, platform_id)
);

CREATE TABLE bot_wards (
    bot_id UUID NOT NULL REFERENCES bots (id),
    ward_id UUID NOT NULL REFERENCES wards (id),
    PRIMARY KEY (bot_id, ward_id)
);

-- ward_id: the ward this account last dealt with; null until a link, a group or a choice tells.
CREATE TABLE accounts (
    id UUID PRIMARY KEY,
    bot_id UUID NOT NULL REFERENCES bots (id),
    platform_id TEXT NOT NULL,
    ward_id UUID REFERENCES wards (id),
    language TEXT NOT NULL,
    reachable BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (bot_id, platform_id)
);

-- A resident's row has an empty name: none is asked for.
CREATE TABLE people (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE person_accounts (
    ward_id UUID NOT NULL REFERENCES wards (id),
    account_id UUID NOT NULL REFERENCES accounts (id),
    person_id UUID NOT NULL REFERENCES people (id),
    PRIMARY KEY (ward_id, account_id)
);
CREATE INDEX person_accounts_person ON person_accounts (person_id);

CREATE TABLE chats (
    id UUID PRIMARY KEY,
    bot_id UUID NOT NULL REFERENCES bots (id),
    platform_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (bot_id, platform_id)
);

CREATE TABLE units (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    chat_id UUID REFERENCES chats (id),
    position INTEGER NOT NULL,
    UNIQUE (ward_id, code)
);

CREATE TABLE roles (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    person_id UUID NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    unit_id UUID REFERENCES units (id),
    granted_by UUID REFERENCES people (id),
    granted_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX roles_person ON roles (person_id);
CREATE INDEX roles_ward ON roles (ward_id, role);

CREATE TABLE neighbourhoods (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (ward_id, code)
);

CREATE TABLE heads (
    neighbourhood_id UUID NOT NULL REFERENCES neighbourhoods (id),
    person_id UUID NOT NULL REFERENCES people (id),
    since TIMESTAMPTZ NOT NULL,
    until TIMESTAMPTZ,
    PRIMARY KEY (neighbourhood_id, person_id)
);
CREATE INDEX heads_person ON heads (person_id);

-- A neighbourhood's way to its residents. chat_id: the group itself (telegram) or the
-- responsible person's private chat (relay).
CREATE TABLE neighbourhood_groups (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    neighbourhood_id UUID NOT NULL REFERENCES neighbourhoods (id),
    channel TEXT NOT NULL,
    chat_id UUID NOT NULL REFERENCES chats (id),
    head_id UUID NOT NULL REFERENCES people (id),
    state TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    confirmed_by UUID REFERENCES people (id),
    confirmed_at TIMESTAMPTZ,
    UNIQUE (neighbourhood_id, channel, chat_id)
);
CREATE INDEX neighbourhood_groups_ward ON neighbourhood_groups (ward_id, state);
CREATE INDEX neighbourhood_groups_chat ON neighbourhood_groups (chat_id);

-- Only a hash of the link's secret is kept.
CREATE TABLE links (
    hash BYTEA PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    purpose TEXT NOT NULL,
    role TEXT,
    unit_id UUID REFERENCES units (id),
    neighbourhood_id UUID REFERENCES neighbourhoods (id),
    name TEXT NOT NULL,
    made_by UUID REFERENCES people (id),
    made_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    used_by UUID REFERENCES people (id)
);

CREATE TABLE consents (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    person_id UUID NOT NULL REFERENCES people (id),
    notice TEXT NOT NULL,
    language TEXT NOT NULL,
    given_at TIMESTAMPTZ NOT NULL,
    withdrawn_at TIMESTAMPTZ
);
CREATE INDEX consents_person ON consents (person_id);

-- What came in. payload: the neutral event, only what is kept of an update, blank once handled.
CREATE TABLE inbox (
    bot_id UUID NOT NULL REFERENCES bots (id),
    update_id BIGINT NOT NULL,
    chat TEXT NOT NULL,
    payload TEXT NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    attempts INTEGER NOT NULL,
    handled_at TIMESTAMPTZ,
    outcome TEXT,
    PRIMARY KEY (bot_id, update_id)
);
CREATE INDEX inbox_open ON inbox (bot_id, handled_at, received_at, update_id);

CREATE TABLE conversations (
    chat_id UUID NOT NULL REFERENCES chats (id),
    account_id UUID NOT NULL REFERENCES accounts (id),
    state TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (chat_id, account_id)
);

CREATE TABLE plans (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    title TEXT NOT NULL,
    number TEXT,
    issuer TEXT NOT NULL,
    issued_on TEXT,
    period_from TEXT,
    period_to TEXT,
    source TEXT NOT NULL,
    source_hash BYTEA NOT NULL,
    document TEXT NOT NULL,
    imported_by UUID REFERENCES people (id),
    imported_at TIMESTAMPTZ NOT NULL,
    UNIQUE (ward_id, source_hash)
);

CREATE TABLE content_groups (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    plan_id UUID NOT NULL REFERENCES plans (id),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    line INTEGER NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (plan_id, number)
);

CREATE TABLE content_group_units (
    content_group_id UUID NOT NULL REFERENCES content_groups (id),
    unit_id UUID NOT NULL REFERENCES units (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (content_group_id, unit_id)
);

CREATE TABLE report_dates (
    plan_id UUID NOT NULL REFERENCES plans (id),
    due_on TEXT NOT NULL,
    PRIMARY KEY (plan_id, due_on)
);

CREATE TABLE messages (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    number INTEGER NOT NULL,
    content_group_id UUID REFERENCES content_groups (id),
    author_id UUID NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    post_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (ward_id, number)
);
CREATE INDEX messages_author ON messages (author_id, changed_at);

CREATE TABLE versions (
    message_id UUID NOT NULL REFERENCES messages (id),
    version INTEGER NOT NULL,
    hash BYTEA NOT NULL,
    body TEXT NOT NULL,
    author_id UUID NOT NULL REFERENCES people (id),
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (message_id, version)
);

CREATE TABLE approvals (
    id UUID PRIMARY KEY,
    message_id UUID NOT NULL,
    version INTEGER NOT NULL,
    hash BYTEA NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    UNIQUE (message_id, version, person_id),
    FOREIGN KEY (message_id, version) REFERENCES versions (message_id, version)
);

CREATE TABLE posts (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    message_id UUID NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    not_after TIMESTAMPTZ NOT NULL,
    released_at TIMESTAMPTZ,
    ended_by UUID REFERENCES people (id),
    created_at TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (message_id, version) REFERENCES versions (message_id, version)
);
CREATE INDEX posts_due ON posts (state, due_at);
CREATE INDEX posts_ward ON posts (ward_id, due_at);

-- Everything that leaves. A copy is a row with post_id and group_id.
CREATE TABLE outgoing (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    bot_id UUID NOT NULL REFERENCES bots (id),
    chat_id UUID NOT NULL REFERENCES chats (id),
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    lane INTEGER NOT NULL,
    in_doubt TEXT NOT NULL,
    content TEXT NOT NULL,
    post_id UUID REFERENCES posts (id),
    group_id UUID REFERENCES neighbourhood_groups (id),
    message_id UUID REFERENCES messages (id),
    question_id UUID,
    due_at TIMESTAMPTZ NOT NULL,
    not_after TIMESTAMPTZ,
    state TEXT NOT NULL,
    owner UUID,
    lease_until TIMESTAMPTZ,
    attempt INTEGER NOT NULL,
    repeats INTEGER NOT NULL,
    proof TEXT,
    reason TEXT,
    told_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (post_id, group_id)
);
CREATE INDEX outgoing_open ON outgoing (state, bot_id, due_at);
CREATE INDEX outgoing_chat ON outgoing (chat_id, state);
CREATE INDEX outgoing_question ON outgoing (question_id);
CREATE INDEX outgoing_message ON outgoing (message_id);

-- Which of our rows a message in a chat came from: what a reply or a press refers to.
CREATE TABLE sent_messages (
    chat_id UUID NOT NULL REFERENCES chats (id),
    platform_message_id TEXT NOT NULL,
    outgoing_id UUID NOT NULL REFERENCES outgoing (id),
    PRIMARY KEY (chat_id, platform_message_id)
);
CREATE INDEX sent_messages_outgoing ON sent_messages (outgoing_id);

CREATE TABLE questions (
    id UUID PRIMARY KEY,
    ward_id UUID NOT NULL REFERENCES wards (id),
    code TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    account_id UUID NOT NULL REFERENCES accounts (id),
    from_chat_id UUID NOT NULL REFERENCES chats (id),
    post_id UUID REFERENCES posts (id),
    text TEXT NOT NULL,
    label TEXT NOT NULL,
    why TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    unit_id UUID REFERENCES units (id),
    asked_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    UNIQUE (ward_id, code)
);
CREATE INDEX questions_person ON questions (person_id, asked_at);
CREATE INDEX questions_state ON questions (state, asked_at);

CREATE TABLE question_events (
    question_id UUID NOT NULL REFERENCES questions (id),
    n INTEGER NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    event TEXT NOT NULL,
    person_id UUID REFERENCES people (id),
    unit_id UUID REFERENCES units (id),
    PRIMARY KEY (question_id, n)
);

CREATE TABLE answers (
    id UUID PRIMARY KEY,
    question_id UUID NOT NULL REFERENCES questions (id),
    unit_id UUID NOT NULL REFERENCES units (id),
    person_id UUID NOT NULL REFERENCES people (id),
    text TEXT NOT NULL,
    answered_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX answers_question ON answers (question_id);

-- The audit log: numbered without gaps per ward, each row hashed together with the one before.
CREATE TABLE audit_heads (
    ward_id UUID PRIMARY KEY REFERENCES wards (id),
    n BIGINT NOT NULL,
    hash BYTEA NOT NULL
);

CREATE TABLE audit (
    ward_id UUID NOT NULL REFERENCES wards (id),
    n BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    person_id UUID,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (ward_id, n)
);

-- When the service last looked at the clock: a long gap means that what is overdue waits for a person.
CREATE TABLE heartbeats (
    name TEXT PRIMARY KEY,
    beat_at TIMESTAMPTZ NOT NULL
);
