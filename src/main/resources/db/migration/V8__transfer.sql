-- Imports, and the load of the sample street.

CREATE TABLE import_job (
  id             BIGINT      NOT NULL,
  kind           VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  format         VARCHAR(8)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  dry_run        BOOLEAN     NOT NULL,
  state          VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- RUNNING, COMPLETED
  scope          VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- whose external keys
  account        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  role           VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  division_path  VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
  rows_total     INT         NOT NULL,
  rows_done      INT         NOT NULL,
  rows_imported  INT         NOT NULL,
  rows_known     INT         NOT NULL,
  rows_failed    INT         NOT NULL,
  lease_until    DATETIME(6) NOT NULL,
  created_at     DATETIME(6) NOT NULL,
  finished_at    DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY ix_import_job_state (state, lease_until),
  KEY ix_import_job_account (account, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- What is wrong with a row; never its values, which are personal.
CREATE TABLE import_error (
  job_id       BIGINT      NOT NULL,
  row_number_  INT         NOT NULL,
  seq          INT         NOT NULL,
  column_name  VARCHAR(60) NULL,
  code         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (job_id, row_number_, seq)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Each row of the outside world comes in once.
CREATE TABLE import_key (
  kind          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scope         VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  external_key  VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  target_id     BIGINT      NOT NULL,
  PRIMARY KEY (kind, scope, external_key)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The load of the sample street. What is noted here is written in the transaction of the rows
-- themselves, so a load that was cut off goes on where it stopped, and several instances that load at
-- once share the work.

CREATE TABLE sample_load (
  id           INT         NOT NULL, -- 1
  fingerprint  CHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- of the files
  started_at   DATETIME(6) NOT NULL,
  finished_at  DATETIME(6) NULL,
  PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The batches of lines that are on record.
CREATE TABLE sample_batch (
  name     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entries  INT         NOT NULL, -- ledger entries
  PRIMARY KEY (name)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Whatever stands here is a sample.
CREATE TABLE sample_row (
  row_key  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- the line's key
  id       BIGINT      NOT NULL,
  PRIMARY KEY (row_key)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
