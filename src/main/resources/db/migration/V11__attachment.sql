-- Notes, evidence, follow-up visits, consents and findings are about an aggregate of any type. Their words are
-- in the vault, among the aggregate's own values, in fields that end with their id.

ALTER TABLE wish_note
  RENAME TO note,
  ADD COLUMN aggregate_type VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'WISH' AFTER id,
  RENAME COLUMN wish_id TO aggregate_id,
  RENAME COLUMN claim_id TO part_id,
  ADD COLUMN author_role VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER author,
  DROP KEY ix_wish_note_wish,
  ADD KEY ix_note_aggregate (aggregate_type, aggregate_id, id);
ALTER TABLE note ALTER COLUMN aggregate_type DROP DEFAULT;

ALTER TABLE evidence
  ADD COLUMN aggregate_type VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'WISH' AFTER id,
  RENAME COLUMN wish_id TO aggregate_id,
  RENAME COLUMN claim_id TO part_id,
  ADD COLUMN stage VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER kind, -- BEFORE, DURING, AFTER
  DROP KEY ix_evidence_wish,
  ADD KEY ix_evidence_aggregate (aggregate_type, aggregate_id, id);
ALTER TABLE evidence ALTER COLUMN aggregate_type DROP DEFAULT;

ALTER TABLE follow_up
  ADD COLUMN aggregate_type VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'WISH' AFTER id,
  RENAME COLUMN wish_id TO aggregate_id,
  DROP KEY ix_follow_up_wish,
  ADD KEY ix_follow_up_aggregate (aggregate_type, aggregate_id, id);
ALTER TABLE follow_up ALTER COLUMN aggregate_type DROP DEFAULT;

ALTER TABLE guardian_consent
  ADD COLUMN aggregate_type VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'WISH' AFTER id,
  RENAME COLUMN wish_id TO aggregate_id,
  DROP KEY ix_guardian_consent_wish,
  ADD KEY ix_guardian_consent_aggregate (aggregate_type, aggregate_id, id);
ALTER TABLE guardian_consent ALTER COLUMN aggregate_type DROP DEFAULT;

ALTER TABLE moderation
  ADD COLUMN aggregate_type VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'WISH' AFTER id,
  RENAME COLUMN wish_id TO aggregate_id,
  DROP KEY ix_moderation_wish,
  ADD KEY ix_moderation_aggregate (aggregate_type, aggregate_id, state);
ALTER TABLE moderation ALTER COLUMN aggregate_type DROP DEFAULT;
