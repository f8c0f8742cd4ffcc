-- Tries that must not be many: passwords, codes, secrets. Rows are shared by all instances and
-- deleted when they have meant nothing for a while.
CREATE TABLE attempt (
  kind              VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_hash          BINARY(32)   NOT NULL, -- HMAC of an account, login, openid or address
  window_started_at DATETIME(6)  NOT NULL,
  tries             INTEGER      NOT NULL, -- since then
  failures          INTEGER      NOT NULL, -- in a row
  failed_at         DATETIME(6)  NULL,
  locked_until      DATETIME(6)  NULL,
  updated_at        DATETIME(6)  NOT NULL,
  PRIMARY KEY (kind, key_hash),
  KEY ix_attempt_updated (updated_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
