-- Who took part in a claim before: `claim_participant` has those who take part now, or took part when the claim ended.
CREATE TABLE claim_participant_past (
  claim_id         BIGINT      NOT NULL,
  member_id        BIGINT      NOT NULL,
  entry_id         BIGINT      NOT NULL,
  organisation_id  BIGINT      NOT NULL,
  added_at         DATETIME(6) NOT NULL,
  left_at          DATETIME(6) NOT NULL,
  PRIMARY KEY (claim_id, member_id, entry_id),
  KEY ix_claim_participant_past_member (member_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The collector to whom a wish was handed over; NULL while it stays with the account that created it.
ALTER TABLE wish
  ADD COLUMN collector VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD KEY ix_wish_collector (collector, id);

-- The organisation into which a dissolved one was merged. Connector/J takes a SELECT of a column `…_into` for a
-- SELECT INTO.
ALTER TABLE organisation ADD COLUMN successor_id BIGINT NULL;

-- Earlier names of organisations.
CREATE TABLE organisation_name (
  organisation_id  BIGINT       NOT NULL,
  version          BIGINT       NOT NULL,
  name             VARCHAR(200) NOT NULL,
  until            DATETIME(6)  NOT NULL,
  PRIMARY KEY (organisation_id, version)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The figures of wishes also count who took part in a delivery and left the claim later. A rebuild that is running
-- begins anew; a database without figures needs none.
UPDATE statistics_generation SET role = NULL WHERE role = 'FILLING';
INSERT INTO statistics_generation (id, role, requested_by, started_at)
SELECT 25, 'FILLING', 'system', UTC_TIMESTAMP(6) FROM DUAL
WHERE EXISTS (SELECT 1 FROM statistics_figures);
UPDATE ledger_cursor SET position = 0 WHERE consumer = 'statistics.rebuild';
