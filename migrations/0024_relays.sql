-- People who pass messages on where no bot can: by what, how far they are, when they are reminded.

-- What a relay is. Without a row: a group in another app. name: what its person calls it, where a
-- neighbourhood has several. In neighbourhood_groups.channel, relays of one person to one
-- neighbourhood are told apart behind a point: relay, relay.2, relay.3, ...
CREATE TABLE relays (
    group_id UUID PRIMARY KEY REFERENCES neighbourhood_groups (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL
);

-- One row for each copy that was handed to a person. asked_at: when they got it. look_at: when it is
-- to be reminded of, or told to staff; null: nothing is to come. photo: what the platform calls the
-- picture that shows it; nothing else of it is kept.
CREATE TABLE relay_asks (
    outgoing_id UUID PRIMARY KEY REFERENCES outgoing (id),
    asked_at TIMESTAMPTZ NOT NULL,
    urgent BOOLEAN NOT NULL,
    look_at TIMESTAMPTZ,
    photo TEXT
);
CREATE INDEX relay_asks_look ON relay_asks (look_at) WHERE look_at IS NOT NULL;
