-- Erasures and legal holds. No personal value is here; what a hold is for is in the vault.

-- One row for each subject erased. `listed` is false until the erasure stands in the list outside
-- the database, from which it is done again after an older backup was restored.
CREATE TABLE erasure (
  subject_type  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- WISH, MEMBER, ACCOUNT
  subject_key   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason        VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entry_id      BIGINT      NOT NULL,
  erased_at     DATETIME(6) NOT NULL,
  listed        BOOLEAN     NOT NULL,
  PRIMARY KEY (subject_type, subject_key),
  KEY ix_erasure_listed (listed)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- live_key is '<type>:<key>' while the hold holds and NULL once released: one live hold a subject.
CREATE TABLE legal_hold (
  id            BIGINT      NOT NULL,
  version       BIGINT      NOT NULL,
  subject_type  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- WISH, MEMBER
  subject_id    BIGINT      NOT NULL,
  division_path VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  live_key      VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NULL,
  placed_by     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  placed_at     DATETIME(6) NOT NULL,
  released_by   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  released_at   DATETIME(6) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_legal_hold_live (live_key),
  KEY ix_legal_hold_division (division_path, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
