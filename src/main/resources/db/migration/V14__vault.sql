-- The vault is sealed: src/docs/decisions/vault.md has the formats.

-- Data keys: one for each subject and suite, wrapped under a master key that the database has not.
-- INDEX holds the keys of the look-up tags, numbered from 1; DIGEST the one of request fingerprints.
CREATE TABLE vault_key (
  key_id        BIGINT        NOT NULL,
  subject_type  VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_id    BIGINT        NOT NULL,
  suite         VARCHAR(4)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- AES, SM
  master_id     VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  wrapped       VARBINARY(512) NOT NULL,
  created_at    DATETIME(6)   NOT NULL,
  PRIMARY KEY (key_id),
  UNIQUE KEY uk_vault_key_subject (subject_type, subject_id, suite),
  KEY ix_vault_key_master (master_id, key_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- key_id is what content is sealed under; without one the row is in clear, from before, and is not
-- read until it is sealed. lookup is a tag of the value, for exact look-up of telephone numbers.
ALTER TABLE vault_value
  ADD COLUMN key_id BIGINT NULL,
  ADD COLUMN lookup_key BIGINT NULL,
  ADD COLUMN lookup BINARY(32) NULL,
  ADD KEY ix_vault_value_lookup (lookup_key, lookup);

-- content holds salt and value in one; the column salt is of rows in clear.
ALTER TABLE vault_opening
  ADD COLUMN key_id BIGINT NULL,
  MODIFY COLUMN salt BINARY(32) NULL;

ALTER TABLE vault_import ADD COLUMN key_id BIGINT NULL;

-- The hash of a file tells who knows the file that it is here. It is in the vault already, as what
-- opens the leaf's commitment.
-- key_id and file_key: what the file is sealed under, itself sealed under the wish's data key.
ALTER TABLE evidence
  DROP COLUMN sha256,
  ADD COLUMN key_id BIGINT NULL,
  ADD COLUMN file_key VARBINARY(128) NULL;
