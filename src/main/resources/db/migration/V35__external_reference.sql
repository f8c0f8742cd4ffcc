-- The numbers that other systems gave to wishes. The vault has the numbers, which may be personal;
-- a keyed digest makes each unique for its owner and finds it: 43 characters of base64url.
CREATE TABLE external_reference (
  aggregate_type  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_id    BIGINT      NOT NULL,
  owner           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- a client id, or a street's path
  digest          CHAR(43)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (aggregate_type, aggregate_id),
  UNIQUE KEY uk_external_reference (digest, aggregate_type, owner)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Which row of a file became which row here; the errors have the other rows.
CREATE TABLE import_row (
  job_id       BIGINT  NOT NULL,
  row_number_  INT     NOT NULL, -- as a spreadsheet program shows it
  target_id    BIGINT  NOT NULL,
  known        BOOLEAN NOT NULL, -- imported before, from this file or an earlier one
  PRIMARY KEY (job_id, row_number_)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Lists of what changed since a time, in the order of the changes.
ALTER TABLE wish ADD KEY ix_wish_updated (updated_at, id);
