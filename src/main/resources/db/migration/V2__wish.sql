-- Wishes, claims, evidence, money, and what is checked before it is shown.

-- Second-level categories are configuration of the service area, not code.
CREATE TABLE subcategory (
  code      VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  category  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name_zh   VARCHAR(60) NOT NULL,
  name_en   VARCHAR(60) NOT NULL,
  active    BOOLEAN     NOT NULL,
  version   BIGINT      NOT NULL DEFAULT 0,
  PRIMARY KEY (code)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The aggregate. Contact, address and details are in the vault (subject WISH).
-- The counters (places_taken, …_claims) and balances are kept by the same conditional updates
-- that change the claims; the CHECKs are the last line: no interleaving can oversell a wish.
CREATE TABLE wish (
  id                      BIGINT        NOT NULL,
  version                 BIGINT        NOT NULL,
  kind                    VARCHAR(8)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state                   VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  round                   INT           NOT NULL,
  channel                 VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  category                VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subcategory             VARCHAR(40)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  division_path           VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  public_title            VARCHAR(80)   NULL,
  public_summary          VARCHAR(1000) NULL,
  beneficiary_buildings   INT           NULL,
  beneficiary_households  INT           NULL,
  beneficiary_people      INT           NULL,
  needed_skill            VARCHAR(40)   NULL,

  claim_policy            VARCHAR(10)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  capacity                VARCHAR(8)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- PLACES, AMOUNT
  places                  INT           NOT NULL, -- 0 when the capacity is an amount
  needs_approval          BOOLEAN       NOT NULL,
  claimable_by            VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claimable_from          VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claiming_closed         BOOLEAN       NOT NULL,
  shortfall               VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  claim_by                DATETIME(6)   NULL,
  complete_by             DATETIME(6)   NULL,

  places_taken            INT           NOT NULL,
  pending_claims          INT           NOT NULL,
  active_claims           INT           NOT NULL,
  started_claims          INT           NOT NULL,
  delivered_claims        INT           NOT NULL,
  budget                  DECIMAL(18,2) NULL,
  funding                 DECIMAL(18,2) NOT NULL, -- minus the FUNDING account's balance
  amount_taken            DECIMAL(18,2) NOT NULL, -- of the budget, spoken for by claims
  committed               DECIMAL(18,2) NOT NULL,
  spent                   DECIMAL(18,2) NOT NULL,
  returned                DECIMAL(18,2) NOT NULL,

  created_by              VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  resident                VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL, -- beneficiary's account
  partner                 VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  created_at              DATETIME(6)   NOT NULL,
  updated_at              DATETIME(6)   NOT NULL,
  submitted_at            DATETIME(6)   NULL,
  reviewed_by             VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  reviewed_at             DATETIME(6)   NULL,
  referred_to             VARCHAR(100)  NULL,
  first_published_at      DATETIME(6)   NULL,
  published_at            DATETIME(6)   NULL,
  first_claimed_at        DATETIME(6)   NULL, -- frozen from here on
  delivered_at            DATETIME(6)   NULL,
  confirmed_at            DATETIME(6)   NULL,
  confirmed_by            VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  confirmation            VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NULL, -- SELF, PROXY
  proxy_reason            VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  rating                  TINYINT       NULL,
  fulfilled_at            DATETIME(6)   NULL,
  notice_until            DATETIME(6)   NULL,
  last_occurred_at        DATETIME(6)   NOT NULL, -- occurredAt never runs backwards
  ended_at                DATETIME(6)   NULL,
  sample                  BOOLEAN       NOT NULL,

  sensitivity             VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NULL, -- MINOR, OTHER
  consent                 VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NULL, -- GIVEN, WITHDRAWN
  off_wall                BOOLEAN       NOT NULL DEFAULT FALSE, -- not public whatever its state
  held                    BOOLEAN       NOT NULL DEFAULT FALSE, -- under legal hold: no other use
  erased_at               DATETIME(6)   NULL,

  -- The wall filters by equality on one column and sorts by id; a range of paths cannot use such an
  -- index. A wider division's path is shorter and equals no street or community.
  street                  VARCHAR(9)    CHARACTER SET ascii COLLATE ascii_bin
    GENERATED ALWAYS AS (LEFT(division_path, 9)) VIRTUAL,
  community               VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin
    GENERATED ALWAYS AS (LEFT(division_path, 12)) VIRTUAL,
  PRIMARY KEY (id),
  KEY ix_wish_state (state, id),
  KEY ix_wish_street (street, id),
  KEY ix_wish_community (community, id),
  KEY ix_wish_category (category, id),
  KEY ix_wish_division (division_path, id),
  KEY ix_wish_created_by (created_by, id),
  KEY ix_wish_resident (resident, id),
  KEY ix_wish_claim_by (state, claim_by),
  KEY ix_wish_notice (state, notice_until),
  KEY ix_wish_ended (erased_at, state, ended_at),
  KEY ix_wish_consent (consent, erased_at),
  KEY ix_wish_partner (partner, id),
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
  id           BIGINT         NOT NULL,
  wish_id      BIGINT         NOT NULL,
  claim_id     BIGINT         NULL,
  kind         VARCHAR(12)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  type         VARCHAR(8)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- JPEG, PNG, WEBP, PDF
  size_bytes   BIGINT         NOT NULL,
  uploaded_by  VARCHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  uploaded_at  DATETIME(6)    NOT NULL,
  entry_id     BIGINT         NOT NULL,
  key_id       BIGINT         NULL, -- the wish's data key, which encrypts file_key
  file_key     VARBINARY(128) NULL, -- what the file is encrypted with
  PRIMARY KEY (id),
  KEY ix_evidence_wish (wish_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Names and words are in the vault (subject WISH, fields 'consent.<id>' and 'guardian.<id>').
CREATE TABLE guardian_consent (
  id            BIGINT      NOT NULL,
  wish_id       BIGINT      NOT NULL,
  relation      VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  obtained_on   DATE        NOT NULL,
  evidence_id   BIGINT      NULL,
  recorded_by   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entry_id      BIGINT      NOT NULL,
  withdrawn_at  DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY ix_guardian_consent_wish (wish_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- What residents wrote and must be looked at: a place in the vault and what became of it, no text.
CREATE TABLE moderation (
  id             BIGINT       NOT NULL,
  wish_id        BIGINT       NOT NULL,
  division_path  VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- the wish's, for the queue
  subject        VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- WORDS, NOTE, IMAGE
  entry_id       BIGINT       NOT NULL, -- the command that brought it
  evidence_id    BIGINT       NULL,     -- of an IMAGE
  account        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- whose it is
  state          VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  source         VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NULL, -- WORD_LIST, WECHAT, NOBODY
  label          INTEGER      NULL,     -- WeChat's number for the kind of trouble
  trace_id       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL, -- names the check towards WeChat
  attempts       INTEGER      NOT NULL,
  due_at         DATETIME(6)  NULL,     -- when a worker may take it up; null while it waits for none
  created_at     DATETIME(6)  NOT NULL,
  decided_at     DATETIME(6)  NULL,
  decided_by     VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_moderation_trace (trace_id),
  UNIQUE KEY uk_moderation_entry (entry_id, subject),
  KEY ix_moderation_queue (state, division_path, id),
  KEY ix_moderation_due (state, due_at),
  KEY ix_moderation_wish (wish_id, state)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

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
