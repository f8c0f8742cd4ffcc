-- Activities, their sessions, and who takes part.
CREATE TABLE activity (
  id                  BIGINT        NOT NULL,
  version             BIGINT        NOT NULL,
  kind                VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state               VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  title               VARCHAR(100)  NULL, -- null once it is erased
  words               VARCHAR(2000) NULL,
  division_path       VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  host_id             BIGINT        NULL, -- the organisation that hosts it
  group_id            BIGINT        NULL, -- or the group
  co_hosts            VARCHAR(300)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  station_id          BIGINT        NULL,
  space_id            BIGINT        NULL,
  sign_up             VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  hours               VARCHAR(8)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  fixed_minutes       INT           NOT NULL,
  starts_at           DATETIME(6)   NOT NULL, -- of the first session
  created_by          VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at          DATETIME(6)   NOT NULL,
  updated_at          DATETIME(6)   NOT NULL,
  submitted_at        DATETIME(6)   NULL,
  reviewed_by         VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  reviewed_at         DATETIME(6)   NULL,
  first_published_at  DATETIME(6)   NULL,
  published_at        DATETIME(6)   NULL,
  last_occurred_at    DATETIME(6)   NOT NULL,
  ended_at            DATETIME(6)   NULL, -- settled, cancelled or rejected
  sample              BOOLEAN       NOT NULL,
  held                BOOLEAN       NOT NULL,
  erased_at           DATETIME(6)   NULL,
  PRIMARY KEY (id),
  KEY ix_activity_division (division_path, id),
  KEY ix_activity_kind (kind, id),
  KEY ix_activity_state (state, id),
  KEY ix_activity_host (host_id, id),
  KEY ix_activity_group (group_id, id),
  KEY ix_activity_starts (starts_at, id),
  KEY ix_activity_account (created_by, id),
  KEY ix_activity_ended (ended_at, id),
  CHECK (host_id IS NULL <> (group_id IS NULL))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE activity_session (
  id           BIGINT       NOT NULL,
  activity_id  BIGINT       NOT NULL,
  starts_at    DATETIME(6)  NOT NULL,
  ends_at      DATETIME(6)  NOT NULL,
  seats        INT          NOT NULL,
  taken        INT          NOT NULL,
  place        VARCHAR(100) NULL,
  PRIMARY KEY (id),
  KEY ix_activity_session_activity (activity_id, id),
  CHECK (ends_at > starts_at),
  CHECK (taken >= 0),
  CHECK (taken <= seats)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE activity_enrolment (
  id            BIGINT       NOT NULL,
  activity_id   BIGINT       NOT NULL,
  session_id    BIGINT       NOT NULL,
  member_id     BIGINT       NOT NULL,
  state         VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  live_key      VARCHAR(48)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  minutes       INT          NOT NULL, -- that count, once the activity is settled
  signed_up_at  DATETIME(6)  NOT NULL,
  ended_at      DATETIME(6)  NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_activity_enrolment_live (live_key),
  KEY ix_activity_enrolment_activity (activity_id, state, id),
  KEY ix_activity_enrolment_session (session_id, state, id),
  KEY ix_activity_enrolment_member (member_id, state, id),
  CHECK (minutes >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

INSERT INTO ledger_cursor (consumer, position, updated_at) VALUES
  ('inbox.ACTIVITY', 0, '1970-01-01 00:00:00');
