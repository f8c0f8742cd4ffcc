-- Login sessions: one family of refresh tokens each. Plain SQL for MySQL 9.7 and MariaDB 11.4.
-- All times by the database's clock.

CREATE TABLE login_session (
  id            BIGINT      NOT NULL,
  account_id    BIGINT      NOT NULL,
  role          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- its last token's
  created_at    DATETIME(6) NOT NULL,
  last_used_at  DATETIME(6) NOT NULL,
  expires_at    DATETIME(6) NOT NULL,
  revoked_at    DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY ix_login_session_account (account_id),
  KEY ix_login_session_expires (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- successor_salt is made at the first use; the successor is the HMAC of it under the token itself,
-- which is not here: a repeat can be given the same one again, and this table betrays none.
CREATE TABLE refresh_token (
  token_hash      BINARY(32)  NOT NULL, -- SHA-256
  session_id      BIGINT      NOT NULL,
  created_at      DATETIME(6) NOT NULL,
  expires_at      DATETIME(6) NOT NULL,
  used_at         DATETIME(6) NULL,
  successor_salt  BINARY(32)  NULL,
  PRIMARY KEY (token_hash),
  KEY ix_refresh_token_session (session_id),
  KEY ix_refresh_token_expires (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
