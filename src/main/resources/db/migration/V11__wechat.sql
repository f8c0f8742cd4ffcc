-- Who logs in through WeChat. Plain SQL for MySQL 9.7 and MariaDB 11.4.

-- The openid itself is in the vault (subject ACCOUNT).
CREATE TABLE wechat_login (
  openid_tag  BINARY(32)  NOT NULL, -- a keyed hash
  account_id  BIGINT      NOT NULL,
  created_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (openid_tag),
  UNIQUE KEY uk_wechat_login_account (account_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Codes that staff give out, by which an account is bound to a member or to a resident's wish. One
-- of each at a time: another makes the one before useless. Times by the database's clock.
CREATE TABLE binding_code (
  target      VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- MEMBER:<id>, WISH:<id>
  code_hash   BINARY(32)  NOT NULL, -- SHA-256; a code has 60 bits and lives a day
  steward     BOOLEAN     NOT NULL, -- binds to the member's organisation too
  made_by     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at  DATETIME(6) NOT NULL,
  expires_at  DATETIME(6) NOT NULL,
  used_at     DATETIME(6) NULL,
  PRIMARY KEY (target),
  UNIQUE KEY uk_binding_code_hash (code_hash),
  KEY ix_binding_code_expires (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
