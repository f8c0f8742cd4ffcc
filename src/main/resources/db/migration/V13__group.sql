-- Groups of people, and who belongs to them.
CREATE TABLE people_group (
  id                  BIGINT        NOT NULL,
  version             BIGINT        NOT NULL,
  kind                VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state               VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name                VARCHAR(100)  NULL, -- null once it is erased
  purpose             VARCHAR(500)  NULL,
  division_path       VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  host_id             BIGINT        NULL,
  parent_id           BIGINT        NULL,
  leader_id           BIGINT        NULL,
  service_fields      VARCHAR(500)  NOT NULL,
  places              INT           NULL, -- null for any number
  members             INT           NOT NULL,
  created_by          VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at          DATETIME(6)   NOT NULL,
  updated_at          DATETIME(6)   NOT NULL,
  submitted_at        DATETIME(6)   NOT NULL,
  reviewed_by         VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  reviewed_at         DATETIME(6)   NULL,
  first_published_at  DATETIME(6)   NULL, -- approved
  published_at        DATETIME(6)   NULL,
  last_occurred_at    DATETIME(6)   NOT NULL,
  ended_at            DATETIME(6)   NULL,
  sample              BOOLEAN       NOT NULL,
  held                BOOLEAN       NOT NULL,
  erased_at           DATETIME(6)   NULL,
  PRIMARY KEY (id),
  KEY ix_people_group_division (division_path, id),
  KEY ix_people_group_kind (kind, id),
  KEY ix_people_group_state (state, id),
  KEY ix_people_group_host (host_id, id),
  KEY ix_people_group_parent (parent_id, id),
  KEY ix_people_group_leader (leader_id, id),
  KEY ix_people_group_account (created_by, id),
  KEY ix_people_group_ended (ended_at, id),
  CHECK (members >= 0),
  CHECK (places IS NULL OR members <= places)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE group_membership (
  id          BIGINT       NOT NULL,
  group_id    BIGINT       NOT NULL,
  member_id   BIGINT       NOT NULL,
  state       VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  live_key    VARCHAR(48)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  applied_at  DATETIME(6)  NOT NULL,
  joined_at   DATETIME(6)  NULL,
  ended_at    DATETIME(6)  NULL,
  end_reason  VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_group_membership_live (live_key),
  KEY ix_group_membership_group (group_id, state, id),
  KEY ix_group_membership_member (member_id, state, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- A volunteer is a member without an organisation.
ALTER TABLE member MODIFY organisation_id BIGINT NULL;

INSERT INTO ledger_cursor (consumer, position, updated_at) VALUES
  ('serial-number.GROUP', 0, '1970-01-01 00:00:00');
