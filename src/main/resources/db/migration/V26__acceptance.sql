-- Who accepted a public project: COMMITTEE, REPRESENTATIVES; and evidence of the kind SIGNED_SHEET.
ALTER TABLE wish ADD COLUMN accepted_by VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- Divisions that were merged into another (its code in `successor`) or closed.
ALTER TABLE division
  ADD COLUMN state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'RECORDED', -- RECORDED, MERGED, CLOSED
  ADD COLUMN successor VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD KEY ix_division_successor (successor);

-- Consents are the person's own or a guardian's, and also to be photographed or named. The table keeps
-- its name, because instances of the release before use it during an upgrade.
ALTER TABLE guardian_consent
  ADD COLUMN purpose VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'HANDLING'; -- HANDLING, PHOTO, NAME
