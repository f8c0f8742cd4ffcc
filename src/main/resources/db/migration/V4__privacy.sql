-- Personal values, encrypted (src/docs/decisions/vault.md has the formats), and pseudonyms: all that
-- erasure destroys. Then the records of erasures and legal holds, which hold no personal value.

-- Data keys: one for each subject and suite, wrapped under a master key that is not in
-- the database.
-- INDEX holds the keys of the look-up tags, numbered from 1; DIGEST the one of request fingerprints.
CREATE TABLE vault_key (
  key_id        BIGINT         NOT NULL,
  subject_type  VARCHAR(12)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_id    BIGINT         NOT NULL,
  suite         VARCHAR(4)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- AES, SM
  master_id     VARCHAR(32)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  wrapped       VARBINARY(512) NOT NULL,
  created_at    DATETIME(6)    NOT NULL,
  PRIMARY KEY (key_id),
  UNIQUE KEY uk_vault_key_subject (subject_type, subject_id, suite),
  KEY ix_vault_key_master (master_id, key_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The current value of a subject's personal field, encrypted under the data key `key_id`.
-- `lookup` is a keyed hash of the value (key `lookup_key`), to find telephone numbers by.
CREATE TABLE vault_value (
  subject_type  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- WISH, MEMBER
  subject_id    BIGINT      NOT NULL,
  field         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content       BLOB        NOT NULL, -- encrypted
  updated_at    DATETIME(6) NOT NULL,
  key_id        BIGINT      NOT NULL,
  lookup_key    BIGINT      NULL,
  lookup        BINARY(32)  NULL,
  PRIMARY KEY (subject_type, subject_id, field),
  KEY ix_vault_value_lookup (lookup_key, lookup)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- What opens a leaf's commitment: salt and value as they were committed to, encrypted under the data
-- key `key_id`.
CREATE TABLE vault_opening (
  entry_id      BIGINT      NOT NULL,
  field         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_type  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_id    BIGINT      NOT NULL,
  content       BLOB        NOT NULL,
  key_id        BIGINT      NOT NULL,
  PRIMARY KEY (entry_id, field),
  KEY ix_vault_opening_subject (subject_type, subject_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Who a leaf's pseudonym is. A member has one; a resident one per wish (scope); staff one per account.
CREATE TABLE vault_pseudonym (
  pseudonym     CHAR(26)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_type  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- MEMBER, RESIDENT, ACCOUNT
  subject_key   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scope         BIGINT      NOT NULL, -- the wish, or 0
  PRIMARY KEY (pseudonym),
  UNIQUE KEY uk_vault_pseudonym_subject (subject_type, subject_key, scope),
  KEY ix_vault_pseudonym_scope (subject_type, scope)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- An import's file while its job runs, encrypted because it is full of names and telephone numbers;
-- in parts that fit any packet; deleted when the job ends.
CREATE TABLE vault_import (
  job_id   BIGINT     NOT NULL,
  part     INT        NOT NULL,
  content  MEDIUMBLOB NOT NULL,
  key_id   BIGINT     NOT NULL,
  PRIMARY KEY (job_id, part)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

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
  id             BIGINT      NOT NULL,
  version        BIGINT      NOT NULL,
  subject_type   VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- WISH, MEMBER
  subject_id     BIGINT      NOT NULL,
  division_path  VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  live_key       VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NULL,
  placed_by      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  placed_at      DATETIME(6) NOT NULL,
  released_by    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  released_at    DATETIME(6) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_legal_hold_live (live_key),
  KEY ix_legal_hold_division (division_path, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
