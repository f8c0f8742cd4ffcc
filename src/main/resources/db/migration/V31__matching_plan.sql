-- Plans: computed assignments of open wishes to claimants. A plan claims nothing; it is deleted
-- when it is no longer useful, so nothing refers to its rows.
CREATE TABLE matching_plan (
  id               BIGINT       NOT NULL,
  previous_id      BIGINT       NULL, -- the plan that was computed again
  state            VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- RUNNING, COMPLETED, FAILED
  phase            VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account          VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  division_path    VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  plan_order       MEDIUMTEXT   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- the request, as JSON
  attempts         INT          NOT NULL, -- also which attempt may write the result
  lease_until      DATETIME(6)  NOT NULL,
  tree_size        BIGINT       NULL, -- of the ledger when the facts were read
  weights_version  BIGINT       NULL, -- of the terms of the score
  wishes           INT          NOT NULL,
  claimants        INT          NOT NULL,
  pairs_considered INT          NOT NULL,
  pairs_left_out   BIGINT       NOT NULL,
  pairs            INT          NOT NULL,
  wishes_served    INT          NOT NULL,
  total            BIGINT       NOT NULL,
  bound            BIGINT       NOT NULL,
  greedy_total     BIGINT       NOT NULL,
  proven_best      BOOLEAN      NOT NULL,
  created_at       DATETIME(6)  NOT NULL,
  finished_at      DATETIME(6)  NULL,
  expires_at       DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY ix_matching_plan_waiting (state, lease_until),
  KEY ix_matching_plan_division (division_path, id),
  KEY ix_matching_plan_expiry (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE matching_plan_pair (
  plan_id       BIGINT        NOT NULL,
  number        INT           NOT NULL,
  wish_id       BIGINT        NOT NULL,
  claimant_type VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claimant_id   BIGINT        NOT NULL,
  amount        DECIMAL(18,2) NULL, -- the pledge; NULL for a place
  score         BIGINT        NOT NULL,
  reasons       VARCHAR(3000) NOT NULL, -- JSON, the strongest first
  pinned        BOOLEAN       NOT NULL,
  counted       BOOLEAN       NOT NULL, -- false for a pinned pair for which there was no room
  -- Whether an invitation is sent; NULL: nobody has asked for it.
  sending       VARCHAR(8)    CHARACTER SET ascii COLLATE ascii_bin NULL, -- TO_SEND, SENT, REFUSED
  sending_id    BIGINT        NULL, -- the request to send it
  invitation_id BIGINT        NULL,
  refusal       VARCHAR(40)   CHARACTER SET ascii COLLATE ascii_bin NULL, -- type of problem
  PRIMARY KEY (plan_id, number),
  KEY ix_matching_plan_pair_sending (plan_id, sending, number)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE matching_plan_unserved (
  plan_id       BIGINT      NOT NULL,
  wish_id       BIGINT      NOT NULL,
  reason        VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claimant_type VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL, -- who comes closest
  claimant_id   BIGINT      NULL,
  here          BIGINT      NOT NULL,
  price         BIGINT      NOT NULL,
  elsewhere     BIGINT      NULL, -- the wish that the claimant takes instead
  PRIMARY KEY (plan_id, wish_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE matching_plan_load (
  plan_id       BIGINT        NOT NULL,
  claimant_type VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claimant_id   BIGINT        NOT NULL,
  recent        INT           NOT NULL,
  planned       INT           NOT NULL,
  room          INT           NOT NULL, -- for further places, before the plan
  pledged       DECIMAL(18,2) NOT NULL,
  PRIMARY KEY (plan_id, claimant_type, claimant_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Requests to send the invitations of a plan, in the name of the operator who asked. A request is
-- deleted when none of its pairs is left to send.
CREATE TABLE matching_plan_sending (
  id            BIGINT       NOT NULL,
  plan_id       BIGINT       NOT NULL,
  account       VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  division_path VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- of the operator
  reserved      BOOLEAN      NOT NULL,
  until_at      DATETIME(6)  NULL,
  lease_until   DATETIME(6)  NOT NULL,
  PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
