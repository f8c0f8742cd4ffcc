-- Who ended a participation that a colleague had named; nobody can name the member again until it allows it.
CREATE TABLE claim_declined (
  wish_id      BIGINT      NOT NULL,
  member_id    BIGINT      NOT NULL,
  declined_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (wish_id, member_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- An erasure because of a withdrawn consent is recorded at record_at, when the wish would ordinarily be erased: an
-- entry at another time would reveal that the wish had a consent. Until then, entry_id is NULL.
ALTER TABLE erasure
  MODIFY COLUMN entry_id BIGINT NULL,
  ADD COLUMN record_at DATETIME(6) NULL,
  ADD KEY ix_erasure_entry (entry_id, record_at);
