-- Demands of residents and enterprises, and who supports them.
CREATE TABLE demand (
  id                  BIGINT         NOT NULL,
  version             BIGINT         NOT NULL,
  kind                VARCHAR(16)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  category            VARCHAR(16)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel             VARCHAR(16)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state               VARCHAR(16)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  division_path       VARCHAR(24)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  asker               VARCHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NULL, -- a resident's account
  enterprise_id       BIGINT         NULL, -- a group
  hall_id             BIGINT         NULL, -- the station that received it
  level               VARCHAR(16)    CHARACTER SET ascii COLLATE ascii_bin NULL,
  office_path         VARCHAR(24)    CHARACTER SET ascii COLLATE ascii_bin NULL, -- null for a department
  department_id       BIGINT         NULL, -- an organisation
  route_hall_id       BIGINT         NULL, -- the station whose attendants may take it
  route               INT            NOT NULL, -- raised by each dispatch
  handler             VARCHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NULL, -- an account
  due_at              DATETIME(6)    NULL, -- of the level
  answer_by           DATETIME(6)    NULL, -- of the whole demand
  accepted_at         DATETIME(6)    NULL,
  answered_at         DATETIME(6)    NULL,
  objected            BOOLEAN        NOT NULL,
  satisfied           BOOLEAN        NULL,
  adopted             BOOLEAN        NULL, -- of a suggestion
  merged_into         BIGINT         NULL,
  wish_id             BIGINT         NULL,
  public_title        VARCHAR(80)    NULL, -- null unless it is public
  public_summary      VARCHAR(1000)  NULL,
  public_answer       VARCHAR(2000)  NULL,
  supporters          INT            NOT NULL,
  content_digest      CHAR(43)       CHARACTER SET ascii COLLATE ascii_bin NULL, -- of the first request
  created_by          VARCHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at          DATETIME(6)    NOT NULL,
  updated_at          DATETIME(6)    NOT NULL,
  submitted_at        DATETIME(6)    NOT NULL,
  reviewed_by         VARCHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NULL,
  reviewed_at         DATETIME(6)    NULL,
  first_published_at  DATETIME(6)    NULL,
  published_at        DATETIME(6)    NULL,
  last_occurred_at    DATETIME(6)    NOT NULL,
  ended_at            DATETIME(6)    NULL,
  sample              BOOLEAN        NOT NULL,
  held                BOOLEAN        NOT NULL,
  erased_at           DATETIME(6)    NULL,
  PRIMARY KEY (id),
  KEY ix_demand_division (division_path, id),
  KEY ix_demand_state (state, due_at, id),
  KEY ix_demand_asker (asker, id),
  KEY ix_demand_enterprise (enterprise_id, id),
  KEY ix_demand_hall (hall_id, id),
  KEY ix_demand_route_hall (route_hall_id, id),
  KEY ix_demand_department (department_id, id),
  KEY ix_demand_handler (handler, id),
  KEY ix_demand_merged (merged_into, id),
  UNIQUE KEY uk_demand_wish (wish_id),
  KEY ix_demand_account (created_by, id),
  KEY ix_demand_ended (ended_at, id),
  CHECK (supporters >= 0),
  CHECK (merged_into IS NULL OR merged_into <> id),
  CHECK (kind <> 'DISPUTE' OR public_title IS NULL)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE demand_support (
  id         BIGINT       NOT NULL,
  demand_id  BIGINT       NOT NULL,
  account    VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state      VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  live_key   VARCHAR(96)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  given_at   DATETIME(6)  NOT NULL,
  ended_at   DATETIME(6)  NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_demand_support_live (live_key),
  KEY ix_demand_support_demand (demand_id, state, id),
  KEY ix_demand_support_account (account, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

INSERT INTO ledger_cursor (consumer, position, updated_at) VALUES
  ('inbox.DEMAND', 0, '1970-01-01 00:00:00');
