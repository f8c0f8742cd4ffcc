-- Codes by which the user of the mini-program logs in to the pages of a browser. One for each account:
-- a new one replaces it. Times by the database's clock.
CREATE TABLE browser_code (
  account_id  BIGINT      NOT NULL,
  code_hash   BINARY(32)  NOT NULL, -- SHA-256; a code has 60 bits and lives a few minutes
  role        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- of the new session
  expires_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (account_id),
  UNIQUE KEY uk_browser_code_hash (code_hash),
  KEY ix_browser_code_expires (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
