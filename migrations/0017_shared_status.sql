-- One message may tell its asker how several questions stand.
CREATE INDEX questions_status ON questions (status_id) WHERE status_id IS NOT NULL;
