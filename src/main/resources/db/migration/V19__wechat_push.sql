-- What WeChat has pushed: refuses what is sent again with another body, and keeps a result that
-- came before the check it names was written down.
CREATE TABLE wechat_push (
  signature    BINARY(20)   NOT NULL,
  body_hash    BINARY(32)   NOT NULL,
  trace_id     VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
  passed       BOOLEAN      NOT NULL,
  label        INTEGER      NULL,
  received_at  DATETIME(6)  NOT NULL,
  PRIMARY KEY (signature),
  KEY ix_wechat_push_trace (trace_id),
  KEY ix_wechat_push_received (received_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
