-- Accounts, sessions, staff and clients. Times are by the database's clock.

-- Somebody who can log in. No personal value is here: how it logs in is kept by who checks that.
CREATE TABLE account (
  id               BIGINT      NOT NULL,
  version          BIGINT      NOT NULL,
  state            VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ACTIVE, SUSPENDED, ERASED
  role             VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- its own, before bindings
  member_id        BIGINT      NULL, -- the member it is bound to: one member, one account
  organisation_id  BIGINT      NULL, -- the organisation it is steward of
  division_path    VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
  created_at       DATETIME(6) NOT NULL,
  updated_at       DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_account_member (member_id),
  KEY ix_account_organisation (organisation_id),
  KEY ix_account_division (division_path, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- A token of a lower epoch is refused; no row is epoch 0. Accounts and clients alike.
CREATE TABLE token_epoch (
  account    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  epoch      BIGINT      NOT NULL,
  raised_at  DATETIME(6) NOT NULL, -- by the database's clock
  PRIMARY KEY (account),
  KEY ix_token_epoch_raised (raised_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

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
  target           VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- MEMBER:<id>, WISH:<id>
  code_hash        BINARY(32)  NOT NULL, -- SHA-256; a code has 60 bits and lives a day
  steward          BOOLEAN     NOT NULL, -- binds to the member's organisation too
  made_by          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at       DATETIME(6) NOT NULL,
  expires_at       DATETIME(6) NOT NULL,
  used_at          DATETIME(6) NULL,
  organisation_id  BIGINT      NULL, -- that a steward's code was made for
  PRIMARY KEY (target),
  UNIQUE KEY uk_binding_code_hash (code_hash),
  KEY ix_binding_code_expires (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

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
  account_id  BIGINT     NOT NULL,
  code_hash   BINARY(32) NOT NULL, -- SHA-256
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

CREATE TABLE client (
  id               BIGINT       NOT NULL,
  version          BIGINT       NOT NULL,
  state            VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ACTIVE, REVOKED
  name             VARCHAR(100) NOT NULL, -- the program's, not a person's
  role             VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- PARTNER, AUDITOR
  organisation_id  BIGINT       NULL,
  division_path    VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scopes           VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- separated by blanks
  jwks             TEXT         CHARACTER SET ascii COLLATE ascii_bin NULL, -- its public keys, RFC 7517
  created_at       DATETIME(6)  NOT NULL,
  updated_at       DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY ix_client_division (division_path, id),
  KEY ix_client_organisation (organisation_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Several may be good at a time: the old ones of a rotation have an end.
CREATE TABLE client_secret (
  id           BIGINT       NOT NULL,
  client_id    BIGINT       NOT NULL,
  secret_hash  VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- Argon2id
  created_at   DATETIME(6)  NOT NULL,
  expires_at   DATETIME(6)  NULL,
  PRIMARY KEY (id),
  KEY ix_client_secret_client (client_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Assertions that were used (RFC 7523 section 3, point 7), for as long as they could be used again.
CREATE TABLE client_assertion (
  client_id   BIGINT      NOT NULL,
  jti_hash    BINARY(32)  NOT NULL,
  expires_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (client_id, jti_hash),
  KEY ix_client_assertion_expires (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
