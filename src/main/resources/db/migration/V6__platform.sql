-- Idempotency keys, counted attempts, WeChat's push messages.

-- Written in the same transaction as the effect it stands for; a refused command leaves none.
CREATE TABLE idempotency (
  caller      VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  operation   VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  idem_key    VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body_hash   BINARY(32)   NOT NULL,
  status      SMALLINT     NOT NULL,
  location    VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL,
  answer      BLOB         NOT NULL, -- JSON without vault values
  created_at  DATETIME(6)  NOT NULL,
  PRIMARY KEY (caller, operation, idem_key),
  KEY ix_idempotency_created (created_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Attempts at passwords, codes and secrets, counted for all instances. A row that has not counted
-- for a while is deleted.
CREATE TABLE attempt (
  kind               VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_hash           BINARY(32)  NOT NULL, -- HMAC of an account, login, openid or address
  window_started_at  DATETIME(6) NOT NULL,
  tries              INT         NOT NULL, -- since then
  failures           INT         NOT NULL, -- in a row
  failed_at          DATETIME(6) NULL,
  locked_until       DATETIME(6) NULL,
  updated_at         DATETIME(6) NOT NULL,
  PRIMARY KEY (kind, key_hash),
  KEY ix_attempt_updated (updated_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Messages that WeChat pushed: to refuse a repeat with another body, and to keep a result that
-- arrives before the check it names is stored.
CREATE TABLE wechat_push (
  signature    BINARY(20)   NOT NULL,
  body_hash    BINARY(32)   NOT NULL,
  trace_id     VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
  passed       BOOLEAN      NOT NULL,
  label        INT          NULL,
  received_at  DATETIME(6)  NOT NULL,
  PRIMARY KEY (signature),
  KEY ix_wechat_push_trace (trace_id),
  KEY ix_wechat_push_received (received_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
