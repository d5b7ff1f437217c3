-- Who of a ward reads what. area: the part of the ward that a neighbourhood lies in; empty: none.
-- tags: what else it is, a line each. reads: the language of its groups, vi, en or both.
ALTER TABLE neighbourhoods ADD COLUMN area TEXT NOT NULL DEFAULT '';
ALTER TABLE neighbourhoods ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE neighbourhoods ADD COLUMN reads TEXT NOT NULL DEFAULT 'vi';
