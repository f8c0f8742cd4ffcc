-- What anybody reports about a published wish or one of its photos. The words are sealed under the wish's key.
CREATE TABLE wish_report (
  id           BIGINT        NOT NULL,
  wish_id      BIGINT        NOT NULL,
  evidence_id  BIGINT        NULL, -- the photo that it is about
  reason       VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_id       BIGINT        NULL,
  content      VARBINARY(4096) NULL, -- the words, sealed
  open_key     BINARY(32)    NULL, -- keyed hash of the report; null once it is closed
  created_at   DATETIME(6)   NOT NULL,
  result       VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  entry_id     BIGINT        NULL, -- the ledger entry that closed it
  closed_by    VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  closed_at    DATETIME(6)   NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_wish_report_open (wish_id, open_key),
  KEY ix_wish_report_closed (closed_at, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
