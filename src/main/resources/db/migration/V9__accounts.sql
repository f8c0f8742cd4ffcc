-- Accounts and the epochs of their tokens. Plain SQL for MySQL 9.7 and MariaDB 11.4.

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

-- member.account is the account of member_id, for those who know members and no accounts.
ALTER TABLE member ADD UNIQUE KEY uk_member_account (account);
