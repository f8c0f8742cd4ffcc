-- Programs of partners and auditors. Plain SQL for MySQL 9.7 and MariaDB 11.4.

CREATE TABLE client (
  id               BIGINT        NOT NULL,
  version          BIGINT        NOT NULL,
  state            VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ACTIVE, REVOKED
  name             VARCHAR(100)  NOT NULL, -- the program's, not a person's
  role             VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- PARTNER, AUDITOR
  organisation_id  BIGINT        NULL,
  division_path    VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scopes           VARCHAR(200)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- separated by blanks
  jwks             TEXT          CHARACTER SET ascii COLLATE ascii_bin NULL, -- its public keys, RFC 7517
  created_at       DATETIME(6)   NOT NULL,
  updated_at       DATETIME(6)   NOT NULL,
  PRIMARY KEY (id),
  KEY ix_client_division (division_path, id),
  KEY ix_client_organisation (organisation_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Several may be good at a time: the old ones of a rotation have an end.
CREATE TABLE client_secret (
  id           BIGINT        NOT NULL,
  client_id    BIGINT        NOT NULL,
  secret_hash  VARCHAR(160)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- Argon2id
  created_at   DATETIME(6)   NOT NULL,
  expires_at   DATETIME(6)   NULL,
  PRIMARY KEY (id),
  KEY ix_client_secret_client (client_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Assertions that were used (RFC 7523 section 3, point 7), for as long as they could be used again.
CREATE TABLE client_assertion (
  client_id   BIGINT       NOT NULL,
  jti_hash    BINARY(32)   NOT NULL,
  expires_at  DATETIME(6)  NOT NULL,
  PRIMARY KEY (client_id, jti_hash),
  KEY ix_client_assertion_expires (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
