-- Who ended a participation that a colleague had named; only the member itself can take part again.
CREATE TABLE claim_declined (
  wish_id      BIGINT      NOT NULL,
  member_id    BIGINT      NOT NULL,
  declined_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (wish_id, member_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- NULL until an erasure because of a withdrawn consent is recorded, at the end of the ordinary
-- retention period: an earlier entry would reveal that the wish had a consent.
ALTER TABLE erasure
  MODIFY COLUMN entry_id BIGINT NULL,
  ADD KEY ix_erasure_entry (entry_id, erased_at);
