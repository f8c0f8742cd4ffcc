-- What people have a right to: consent of guardians, erasure, restriction, legal hold.

ALTER TABLE wish
  ADD COLUMN sensitivity VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL, -- MINOR, OTHER
  ADD COLUMN consent     VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL, -- GIVEN, WITHDRAWN
  ADD COLUMN off_wall    BOOLEAN     NOT NULL DEFAULT FALSE, -- not public whatever its state
  ADD COLUMN held        BOOLEAN     NOT NULL DEFAULT FALSE, -- under legal hold: no use but the hold's
  ADD COLUMN erased_at   DATETIME(6) NULL,
  ADD KEY ix_wish_ended (erased_at, state, ended_at);

ALTER TABLE member
  ADD COLUMN held      BOOLEAN     NOT NULL DEFAULT FALSE,
  ADD COLUMN erased_at DATETIME(6) NULL;

-- Names and words are in the vault (subject WISH, fields 'consent.<id>' and 'guardian.<id>').
CREATE TABLE guardian_consent (
  id            BIGINT      NOT NULL,
  wish_id       BIGINT      NOT NULL,
  relation      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  obtained_on   DATE        NOT NULL,
  evidence_id   BIGINT      NULL,
  recorded_by   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entry_id      BIGINT      NOT NULL,
  withdrawn_at  DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY ix_guardian_consent_wish (wish_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
