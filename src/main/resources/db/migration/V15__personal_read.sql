-- Who read personal values in clear, for the report of the data-protection officer, and how many
-- openings an account has read on its last day. The ledger records each reading as well.

CREATE TABLE personal_read (
  entry_id       BIGINT      NOT NULL, -- of the ledger
  account        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  role           VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind           VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- FIELDS, OPENINGS
  purpose        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  items          INT         NOT NULL, -- leaves opened, or fields of the one subject
  division_path  VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
  read_at        DATETIME(6) NOT NULL,
  PRIMARY KEY (entry_id),
  KEY ix_personal_read_account (account, entry_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- One row for each account, so that concurrent readings of one account wait for each other.
CREATE TABLE opening_count (
  account  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  day      DATE        NOT NULL,
  opened   INT         NOT NULL,
  PRIMARY KEY (account)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
