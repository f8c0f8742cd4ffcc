-- Notes are about an aggregate of any type. The words are in the vault, among the aggregate's own
-- values, in the field 'note.<id>'.
ALTER TABLE wish_note
  RENAME TO note,
  ADD COLUMN aggregate_type VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'WISH' AFTER id,
  RENAME COLUMN wish_id TO aggregate_id,
  RENAME COLUMN claim_id TO part_id,
  ADD COLUMN author_role VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER author,
  DROP KEY ix_wish_note_wish,
  ADD KEY ix_note_aggregate (aggregate_type, aggregate_id, id);

ALTER TABLE note ALTER COLUMN aggregate_type DROP DEFAULT;
