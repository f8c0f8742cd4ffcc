-- The first schema: party, wishes and claims, money, ledger, vault, idempotency.
-- Plain SQL that runs unchanged on MySQL 9.7 and MariaDB 11.4 (DESIGN section 8).
-- Times are UTC, DATETIME(6). Ids are time-ordered 64-bit numbers made by the service.
-- Ids and codes compare bytewise (ascii_bin); text uses a collation both engines have.

-- party ------------------------------------------------------------------------------------

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

CREATE TABLE organisation (
  id             BIGINT       NOT NULL,
  version        BIGINT       NOT NULL,
  state          VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ACTIVE, DISSOLVED
  name           VARCHAR(200) NOT NULL,
  kind           VARCHAR(20)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sector         VARCHAR(20)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  credit_code    CHAR(18)     CHARACTER SET ascii COLLATE ascii_bin NULL,
  parent_id      BIGINT       NULL,
  division_path  VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at     DATETIME(6)  NOT NULL,
  updated_at     DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_organisation_credit_code (credit_code),
  KEY ix_organisation_division (division_path, id),
  KEY ix_organisation_parent (parent_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The member's name and phone are in the vault (subject MEMBER).
CREATE TABLE member (
  id                  BIGINT      NOT NULL,
  version             BIGINT      NOT NULL,
  state               VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ACTIVE, LEFT
  organisation_id     BIGINT      NOT NULL,
  kind                VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- IN_SERVICE, COMMUNITY
  division_path       VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  shows_name          BOOLEAN     NOT NULL, -- recorded consent to appear by name on a leaderboard
  account             VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  created_at          DATETIME(6) NOT NULL,
  updated_at          DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY ix_member_organisation (organisation_id, id),
  KEY ix_member_division (division_path, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE member_skill (
  member_id  BIGINT      NOT NULL,
  skill      VARCHAR(40) NOT NULL,
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
  id             BIGINT      NOT NULL,
  version        BIGINT      NOT NULL,
  subject_type   VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ORGANISATION, MEMBER
  subject_id     BIGINT      NOT NULL,
  division_path  VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- the community
  live_key       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  checked_in_at  DATETIME(6) NOT NULL,
  revoked_at     DATETIME(6) NULL,
  created_at     DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_check_in_live (live_key),
  KEY ix_check_in_subject (subject_type, subject_id),
  KEY ix_check_in_division (division_path, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- wish -------------------------------------------------------------------------------------

-- Second-level categories are configuration of the service area, not code.
CREATE TABLE subcategory (
  code      VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  category  VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name_zh   VARCHAR(60)  NOT NULL,
  name_en   VARCHAR(60)  NOT NULL,
  active    BOOLEAN      NOT NULL,
  PRIMARY KEY (code)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The aggregate. Contact, address and details are in the vault (subject WISH).
-- The counters (places_taken, …_claims) and balances are kept by the same conditional updates
-- that change the claims; the CHECKs are the last line: no interleaving can oversell a wish.
CREATE TABLE wish (
  id                    BIGINT        NOT NULL,
  version               BIGINT        NOT NULL,
  kind                  VARCHAR(8)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state                 VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  round                 INT           NOT NULL,
  channel               VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  category              VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subcategory           VARCHAR(40)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  division_path         VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  public_title          VARCHAR(80)   NULL,
  public_summary        VARCHAR(1000) NULL,
  beneficiary_buildings INT           NULL,
  beneficiary_households INT          NULL,
  beneficiary_people    INT           NULL,
  needed_skill          VARCHAR(40)   NULL,

  claim_policy          VARCHAR(10)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  capacity              VARCHAR(8)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- PLACES, AMOUNT
  places                INT           NOT NULL, -- 0 when the capacity is an amount
  needs_approval        BOOLEAN       NOT NULL,
  claimable_by          VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claimable_from        VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claiming_closed       BOOLEAN       NOT NULL,
  shortfall             VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  claim_by              DATETIME(6)   NULL,
  complete_by           DATETIME(6)   NULL,

  places_taken          INT           NOT NULL,
  pending_claims        INT           NOT NULL,
  active_claims         INT           NOT NULL,
  started_claims        INT           NOT NULL,
  delivered_claims      INT           NOT NULL,
  budget                DECIMAL(18,2) NULL,
  funding               DECIMAL(18,2) NOT NULL, -- minus the FUNDING account's balance
  amount_taken          DECIMAL(18,2) NOT NULL, -- of the budget, spoken for by claims
  committed             DECIMAL(18,2) NOT NULL,
  spent                 DECIMAL(18,2) NOT NULL,
  returned              DECIMAL(18,2) NOT NULL,

  created_by            VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  resident              VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL, -- beneficiary's account
  partner               VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  created_at            DATETIME(6)   NOT NULL,
  updated_at            DATETIME(6)   NOT NULL,
  submitted_at          DATETIME(6)   NULL,
  reviewed_by           VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  reviewed_at           DATETIME(6)   NULL,
  referred_to           VARCHAR(100)  NULL,
  first_published_at    DATETIME(6)   NULL,
  published_at          DATETIME(6)   NULL,
  first_claimed_at      DATETIME(6)   NULL, -- frozen from here on
  delivered_at          DATETIME(6)   NULL,
  confirmed_at          DATETIME(6)   NULL,
  confirmed_by          VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  confirmation          VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NULL, -- SELF, PROXY
  proxy_reason          VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  rating                TINYINT       NULL,
  fulfilled_at          DATETIME(6)   NULL,
  notice_until          DATETIME(6)   NULL,
  last_occurred_at      DATETIME(6)   NOT NULL, -- occurredAt never runs backwards
  ended_at              DATETIME(6)   NULL,
  sample                BOOLEAN       NOT NULL,
  PRIMARY KEY (id),
  KEY ix_wish_wall (state, division_path, id),
  KEY ix_wish_division (division_path, id),
  KEY ix_wish_created_by (created_by, id),
  KEY ix_wish_resident (resident, id),
  KEY ix_wish_claim_by (state, claim_by),
  KEY ix_wish_notice (state, notice_until),
  CHECK (places_taken >= 0 AND (capacity <> 'PLACES' OR places_taken <= places)),
  CHECK (pending_claims >= 0 AND active_claims >= 0),
  CHECK (started_claims >= 0 AND delivered_claims >= 0 AND delivered_claims <= active_claims),
  CHECK (committed >= 0 AND spent >= 0 AND returned >= 0),
  CHECK (funding = committed + spent + returned),
  CHECK (budget IS NULL OR committed + spent <= budget)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- live_key is '<wish>:<claimant type>:<claimant>' while the claim is PENDING or ACTIVE, else NULL.
CREATE TABLE claim (
  id               BIGINT        NOT NULL,
  wish_id          BIGINT        NOT NULL,
  round            INT           NOT NULL,
  state            VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  live_key         VARCHAR(48)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  claimant_type    VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ORGANISATION, MEMBER
  claimant_id      BIGINT        NOT NULL,
  organisation_id  BIGINT        NOT NULL,
  claimed_by       VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  participants     INT           NOT NULL,
  pledge           DECIMAL(18,2) NOT NULL, -- what a PENDING claim asks to commit on approval
  pledge_form      VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  committed        DECIMAL(18,2) NOT NULL,
  spent            DECIMAL(18,2) NOT NULL,
  returned         DECIMAL(18,2) NOT NULL,
  claimed_at       DATETIME(6)   NOT NULL,
  activated_at     DATETIME(6)   NULL,
  decided_by       VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  contacted_at     DATETIME(6)   NULL,
  assessed_at      DATETIME(6)   NULL,
  started_at       DATETIME(6)   NULL,
  delivered_at     DATETIME(6)   NULL,
  redo_count       INT           NOT NULL,
  contact_by       DATETIME(6)   NULL,
  complete_by      DATETIME(6)   NULL,
  extensions       INT           NOT NULL,
  overdue          BOOLEAN       NOT NULL,
  next_check_at    DATETIME(6)   NULL, -- when the sweeper must look at it again
  ended_at         DATETIME(6)   NULL,
  end_reason       VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_claim_live (live_key),
  KEY ix_claim_wish (wish_id, state, id),
  KEY ix_claim_claimant (claimant_type, claimant_id, id),
  KEY ix_claim_organisation (organisation_id, id),
  KEY ix_claim_due (state, next_check_at),
  CHECK (committed >= 0 AND spent >= 0 AND returned >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE claim_participant (
  claim_id         BIGINT      NOT NULL,
  member_id        BIGINT      NOT NULL,
  organisation_id  BIGINT      NOT NULL,
  added_at         DATETIME(6) NOT NULL,
  PRIMARY KEY (claim_id, member_id),
  KEY ix_claim_participant_member (member_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Live claims of a claimant, counted by conditional update so that the cap holds under contention.
CREATE TABLE claim_quota (
  claimant_type  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claimant_id    BIGINT      NOT NULL,
  live_claims    INT         NOT NULL,
  PRIMARY KEY (claimant_type, claimant_id),
  CHECK (live_claims >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- What was written about a wish or a claim: the words are in the vault (subject WISH, field
-- 'note.<id>'), because people write names and illnesses into them.
CREATE TABLE wish_note (
  id           BIGINT      NOT NULL,
  wish_id      BIGINT      NOT NULL,
  claim_id     BIGINT      NULL,
  kind         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entry_id     BIGINT      NOT NULL,
  author       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  occurred_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY ix_wish_note_wish (wish_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE meeting (
  id            BIGINT      NOT NULL,
  wish_id       BIGINT      NOT NULL,
  held_at       DATETIME(6) NOT NULL,
  participants  INT         NOT NULL,
  entry_id      BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY ix_meeting_wish (wish_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE follow_up (
  id          BIGINT      NOT NULL,
  wish_id     BIGINT      NOT NULL,
  visited_on  DATE        NOT NULL,
  result      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entry_id    BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY ix_follow_up_wish (wish_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The bytes are in the evidence store, under the id.
CREATE TABLE evidence (
  id           BIGINT      NOT NULL,
  wish_id      BIGINT      NOT NULL,
  claim_id     BIGINT      NULL,
  kind         VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  type         VARCHAR(8)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- JPEG, PNG, WEBP, PDF
  size_bytes   BIGINT      NOT NULL,
  sha256       BINARY(32)  NOT NULL, -- of the stored bytes
  uploaded_by  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  uploaded_at  DATETIME(6) NOT NULL,
  entry_id     BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY ix_evidence_wish (wish_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- funding ----------------------------------------------------------------------------------

CREATE TABLE posting (
  id            BIGINT        NOT NULL,
  entry_id      BIGINT        NOT NULL,
  wish_id       BIGINT        NOT NULL,
  claim_id      BIGINT        NULL, -- none for public funds
  from_account  VARCHAR(10)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  to_account    VARCHAR(10)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount        DECIMAL(18,2) NOT NULL,
  form          VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reverses      BIGINT        NULL, -- the posting this one takes back
  occurred_at   DATETIME(6)   NOT NULL,
  recorded_at   DATETIME(6)   NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_posting_reverses (reverses),
  KEY ix_posting_wish (wish_id, id),
  KEY ix_posting_claim (claim_id, id),
  CHECK (amount > 0),
  CHECK (from_account <> to_account)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- ledger (LEDGER.md's scheme) --------------------------------------------------------------

-- aggregate_id is the id as it stands in the leaf: a pseudonym where the aggregate is a person.
CREATE TABLE ledger_entry (
  entry_id           BIGINT      NOT NULL,
  entry_type         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_type     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_id       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_version  BIGINT      NOT NULL,
  division_path      VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL, -- the community or wider
  organisation_id    BIGINT      NULL,
  occurred_at        DATETIME(6) NOT NULL,
  recorded_at        DATETIME(6) NOT NULL,
  payload            BLOB        NOT NULL, -- the leaf's bytes, at most 65,535
  leaf_hash          BINARY(32)  NOT NULL,
  PRIMARY KEY (entry_id),
  UNIQUE KEY uk_ledger_entry_version (aggregate_type, aggregate_id, aggregate_version),
  KEY ix_ledger_entry_division (division_path, entry_id),
  KEY ix_ledger_entry_organisation (organisation_id, entry_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE ledger_queue (
  qid       BIGINT NOT NULL,
  entry_id  BIGINT NOT NULL,
  PRIMARY KEY (qid),
  UNIQUE KEY uk_ledger_queue_entry (entry_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE ledger_leaf (
  leaf_index  BIGINT     NOT NULL,
  entry_id    BIGINT     NOT NULL,
  leaf_hash   BINARY(32) NOT NULL,
  PRIMARY KEY (leaf_index),
  UNIQUE KEY uk_ledger_leaf_entry (entry_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Full tiles only (256 hashes of 32 bytes); partial ones are computed, so no tile is ever updated.
CREATE TABLE ledger_tile (
  level       TINYINT         NOT NULL,
  tile_index  BIGINT          NOT NULL,
  hashes      VARBINARY(8192) NOT NULL,
  PRIMARY KEY (level, tile_index)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE ledger_head (
  log_id      INT         NOT NULL,
  size        BIGINT      NOT NULL,
  root        BINARY(32)  NOT NULL,
  updated_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (log_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The empty tree: SHA-256 of nothing (RFC 9162 section 2.1.1).
INSERT INTO ledger_head (log_id, size, root, updated_at) VALUES
  (1, 0, x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '1970-01-01 00:00:00');

-- Consumers of the ledger, each at its own place; moved by compare-and-set only.
CREATE TABLE ledger_cursor (
  consumer    VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position    BIGINT      NOT NULL, -- leaves consumed, so the next leaf index
  updated_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (consumer)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- privacy: everything that erasure destroys ------------------------------------------------

-- Today's value of a subject's personal field.
CREATE TABLE vault_value (
  subject_type  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- WISH, MEMBER
  subject_id    BIGINT      NOT NULL,
  field         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content       BLOB        NOT NULL, -- UTF-8
  updated_at    DATETIME(6) NOT NULL,
  PRIMARY KEY (subject_type, subject_id, field)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- What opens a leaf's commitment: the value as it was committed to, and its salt.
CREATE TABLE vault_opening (
  entry_id      BIGINT      NOT NULL,
  field         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_type  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_id    BIGINT      NOT NULL,
  content       BLOB        NOT NULL,
  salt          BINARY(32)  NOT NULL,
  PRIMARY KEY (entry_id, field),
  KEY ix_vault_opening_subject (subject_type, subject_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Who a leaf's pseudonym is. A member has one; a resident one per wish (scope); staff one per account.
CREATE TABLE vault_pseudonym (
  pseudonym     CHAR(26)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject_type  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- MEMBER, RESIDENT, ACCOUNT
  subject_key   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scope         BIGINT      NOT NULL, -- the wish, or 0
  PRIMARY KEY (pseudonym),
  UNIQUE KEY uk_vault_pseudonym_subject (subject_type, subject_key, scope)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- platform ---------------------------------------------------------------------------------

-- Written in the same transaction as the effect it stands for; a refused command leaves none.
CREATE TABLE idempotency (
  caller       VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  operation    VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  idem_key     VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body_hash    BINARY(32)   NOT NULL,
  status       SMALLINT     NOT NULL,
  location     VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL,
  answer       BLOB         NOT NULL, -- JSON without vault values
  created_at   DATETIME(6)  NOT NULL,
  PRIMARY KEY (caller, operation, idem_key),
  KEY ix_idempotency_created (created_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
