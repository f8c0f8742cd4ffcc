-- What residents wrote and must be looked at: a place in the vault and what became of it, no text.
CREATE TABLE moderation (
  id             BIGINT       NOT NULL,
  wish_id        BIGINT       NOT NULL,
  division_path  VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- the wish's, for the queue
  subject        VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- WORDS, NOTE, IMAGE
  entry_id       BIGINT       NOT NULL, -- the command that brought it
  evidence_id    BIGINT       NULL,     -- of an IMAGE
  account        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- whose it is
  state          VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  source         VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NULL, -- who looked: WORD_LIST, WECHAT, NOBODY
  label          INTEGER      NULL,     -- WeChat's number for the kind of trouble
  trace_id       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL, -- names the check towards WeChat
  attempts       INTEGER      NOT NULL,
  due_at         DATETIME(6)  NULL,     -- when a worker may take it up; null while it waits for none
  created_at     DATETIME(6)  NOT NULL,
  decided_at     DATETIME(6)  NULL,
  decided_by     VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_moderation_trace (trace_id),
  UNIQUE KEY uk_moderation_entry (entry_id, subject),
  KEY ix_moderation_queue (state, division_path, id),
  KEY ix_moderation_due (state, due_at),
  KEY ix_moderation_wish (wish_id, state)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
