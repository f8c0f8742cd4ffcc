-- Invitations to claim a wish, and its waiting list: who waits becomes invited when a place comes back.
CREATE TABLE invitation (
  id               BIGINT      NOT NULL,
  wish_id          BIGINT      NOT NULL,
  state            VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- NULL when the invitation has ended: one live invitation per claimant and wish.
  live_key         VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NULL,
  claimant_type    VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claimant_id      BIGINT      NOT NULL,
  reserved         BOOLEAN     NOT NULL,
  -- Whether it began in the waiting list.
  offered          BOOLEAN     NOT NULL,
  -- The version of the wish that it began with; gives the order of the waiting list.
  wish_version     BIGINT      NOT NULL,
  -- A name that the sender gave, so that one invitation is sent once.
  origin           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  created_at       DATETIME(6) NOT NULL,
  -- When it was sent, or when the place was offered; NULL in the waiting list.
  invited_at       DATETIME(6) NULL,
  until_at         DATETIME(6) NULL,
  ended_at         DATETIME(6) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_invitation_live (live_key),
  UNIQUE KEY uk_invitation_origin (origin),
  KEY ix_invitation_wish (wish_id, state, wish_version),
  KEY ix_invitation_claimant (claimant_type, claimant_id, id),
  KEY ix_invitation_due (state, until_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- places_held: live invitations that hold a place, including those who wait for one.
ALTER TABLE wish
  ADD COLUMN places_held INT NOT NULL DEFAULT 0,
  ADD COLUMN live_invitations INT NOT NULL DEFAULT 0;
