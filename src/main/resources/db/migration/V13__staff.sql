-- How staff log in without a provider of their own. Plain SQL for MySQL 9.7 and MariaDB 11.4.

-- A name of an account to log in with; a handle, not a person's name, which is in the vault.
CREATE TABLE staff_login (
  account_id     BIGINT         NOT NULL,
  login_name     VARCHAR(32)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  password_hash  VARCHAR(160)   CHARACTER SET ascii COLLATE ascii_bin NULL, -- Argon2id; null until enrolled
  totp_master    VARCHAR(32)    CHARACTER SET ascii COLLATE ascii_bin NULL, -- the master key that wraps
  totp_suite     VARCHAR(8)     CHARACTER SET ascii COLLATE ascii_bin NULL,
  totp_wrapped   VARBINARY(255) NULL, -- the key that the TOTP secret is derived from
  totp_step      BIGINT         NOT NULL, -- the last time step whose code was used
  updated_at     DATETIME(6)    NOT NULL,
  PRIMARY KEY (account_id),
  UNIQUE KEY uk_staff_login_name (login_name)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- A code that an administrator hands over; good once. At most one an account.
CREATE TABLE staff_invitation (
  account_id    BIGINT         NOT NULL,
  code_hash     BINARY(32)     NOT NULL, -- SHA-256
  totp_master   VARCHAR(32)    CHARACTER SET ascii COLLATE ascii_bin NULL, -- the second factor to be
  totp_suite    VARCHAR(8)     CHARACTER SET ascii COLLATE ascii_bin NULL,
  totp_wrapped  VARBINARY(255) NULL,
  expires_at    DATETIME(6)    NOT NULL,
  PRIMARY KEY (account_id),
  UNIQUE KEY uk_staff_invitation_code (code_hash)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE staff_recovery_code (
  account_id  BIGINT      NOT NULL,
  code_hash   BINARY(32)  NOT NULL, -- SHA-256
  PRIMARY KEY (account_id, code_hash)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The secret that makes the first administrator. One row, id 1.
CREATE TABLE bootstrap_secret (
  id           SMALLINT    NOT NULL,
  secret_hash  BINARY(32)  NOT NULL, -- SHA-256
  created_at   DATETIME(6) NOT NULL,
  expires_at   DATETIME(6) NOT NULL,
  used_at      DATETIME(6) NULL,
  PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
