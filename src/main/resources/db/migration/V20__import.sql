-- More than 99 grids or buildings, and units below: codes of up to 30 characters.
ALTER TABLE division
  MODIFY COLUMN code        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  MODIFY COLUMN path        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  MODIFY COLUMN parent_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL;
ALTER TABLE organisation
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE member
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE member_service_area
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE people_group
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE account
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL;
ALTER TABLE client
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE wish
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE moderation
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE legal_hold
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE personal_read
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL;
ALTER TABLE import_job
  MODIFY COLUMN division_path VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- Numbers to which the sentence of a fault refers, such as max=64; null if there are none.
ALTER TABLE import_error ADD COLUMN members VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- Which import a row is from, so that all accounts of an import can be invited at once.
ALTER TABLE import_key
  ADD COLUMN job_id BIGINT NULL,
  ADD KEY ix_import_key_job (job_id, target_id);
