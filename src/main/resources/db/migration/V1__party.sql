-- Divisions, organisations, members and their check-ins.
--
-- Plain SQL that runs unchanged on MySQL 9.7 and MariaDB 11.4. Times are UTC, DATETIME(6). Ids are
-- time-ordered 64-bit numbers made by the service. Ids and codes compare bytewise (ascii_bin); text
-- uses a collation that both engines have.

-- `path` is the significant prefix of the code, so that a subtree is a prefix:
-- street 440104013, community 440104013001, grid 440104013001G02, building 440104013001G02B11.
CREATE TABLE division (
  code         VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  path         VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  parent_code  VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  level        VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name         VARCHAR(100) NOT NULL,
  code_year    SMALLINT     NOT NULL,
  version      BIGINT       NOT NULL,
  created_at   DATETIME(6)  NOT NULL,
  updated_at   DATETIME(6)  NOT NULL,
  PRIMARY KEY (code),
  UNIQUE KEY uk_division_path (path),
  KEY ix_division_parent (parent_code)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- live_credit_code is the credit code while the organisation is ACTIVE, NULL once it is dissolved:
-- a new organisation may then take the code.
CREATE TABLE organisation (
  id                BIGINT       NOT NULL,
  version           BIGINT       NOT NULL,
  state             VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ACTIVE, DISSOLVED
  name              VARCHAR(200) NOT NULL,
  kind              VARCHAR(20)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sector            VARCHAR(20)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  credit_code       CHAR(18)     CHARACTER SET ascii COLLATE ascii_bin NULL,
  live_credit_code  CHAR(18)     CHARACTER SET ascii COLLATE ascii_bin NULL,
  parent_id         BIGINT       NULL,
  division_path     VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at        DATETIME(6)  NOT NULL,
  updated_at        DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_organisation_live_credit_code (live_credit_code),
  KEY ix_organisation_credit_code (credit_code),
  KEY ix_organisation_division (division_path, id),
  KEY ix_organisation_parent (parent_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The member's name and phone are in the vault (subject MEMBER).
CREATE TABLE member (
  id               BIGINT      NOT NULL,
  version          BIGINT      NOT NULL,
  state            VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ACTIVE, LEFT
  organisation_id  BIGINT      NOT NULL,
  kind             VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- IN_SERVICE, COMMUNITY
  division_path    VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shows_name       BOOLEAN     NOT NULL, -- recorded consent to appear by name on a leaderboard
  account          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL, -- account.member_id points back
  created_at       DATETIME(6) NOT NULL,
  updated_at       DATETIME(6) NOT NULL,
  held             BOOLEAN     NOT NULL DEFAULT FALSE, -- under legal hold
  erased_at        DATETIME(6) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_member_account (account),
  KEY ix_member_organisation (organisation_id, id),
  KEY ix_member_division (division_path, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Skills compare bytewise, as in the service: two skills there are two rows here.
CREATE TABLE member_skill (
  member_id  BIGINT      NOT NULL,
  skill      VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (member_id, skill)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE member_service_area (
  member_id      BIGINT      NOT NULL,
  division_path  VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (member_id, division_path)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- live_key is '<subject type>:<subject id>:<community>' while the check-in holds and NULL once
-- revoked: at most one live check-in of a subject with a community, any number in its history.
CREATE TABLE check_in (
  id               BIGINT      NOT NULL,
  version          BIGINT      NOT NULL,
  subject_type     VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ORGANISATION, MEMBER
  subject_id       BIGINT      NOT NULL,
  organisation_id  BIGINT      NOT NULL, -- a member's organisation at that time
  division_path    VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- the community
  live_key         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  checked_in_at    DATETIME(6) NOT NULL,
  revoked_at       DATETIME(6) NULL,
  created_at       DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_check_in_live (live_key),
  KEY ix_check_in_subject (subject_type, subject_id),
  KEY ix_check_in_division (division_path, id),
  KEY ix_check_in_organisation (organisation_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
