-- Stations, their attendants, spaces, bookings and figures.
CREATE TABLE station (
  id                BIGINT         NOT NULL,
  version           BIGINT         NOT NULL,
  kind              VARCHAR(12)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  origin            VARCHAR(12)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  online            BOOLEAN        NOT NULL, -- a virtual hall
  state             VARCHAR(12)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name              VARCHAR(100)   NOT NULL,
  location          VARCHAR(200)   NULL,
  serves            VARCHAR(200)   NULL,
  division_path     VARCHAR(24)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  hosts             VARCHAR(500)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- a line per organisation
  hours             VARCHAR(2000)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  area              INT            NULL, -- square metres
  functions         VARCHAR(2000)  NOT NULL,
  equipment         VARCHAR(2000)  NOT NULL,
  created_by        VARCHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at        DATETIME(6)    NOT NULL,
  updated_at        DATETIME(6)    NOT NULL,
  last_occurred_at  DATETIME(6)    NOT NULL,
  ended_at          DATETIME(6)    NULL,
  sample            BOOLEAN        NOT NULL,
  held              BOOLEAN        NOT NULL,
  erased_at         DATETIME(6)    NULL,
  PRIMARY KEY (id),
  KEY ix_station_division (division_path, id),
  KEY ix_station_kind (kind, id),
  KEY ix_station_state (state, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE station_attendant (
  id          BIGINT        NOT NULL,
  station_id  BIGINT        NOT NULL,
  member_id   BIGINT        NOT NULL,
  duty        VARCHAR(100)  NULL,
  live_key    VARCHAR(48)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  since       DATETIME(6)   NOT NULL,
  ended_at    DATETIME(6)   NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_station_attendant_live (live_key),
  KEY ix_station_attendant_station (station_id, id),
  KEY ix_station_attendant_member (member_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE station_space (
  id          BIGINT         NOT NULL,
  station_id  BIGINT         NOT NULL,
  name        VARCHAR(100)   NOT NULL,
  seats       INT            NULL,
  area        INT            NULL,
  hours       VARCHAR(2000)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bookers     VARCHAR(16)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  longest     INT            NOT NULL, -- half hours
  approval    BOOLEAN        NOT NULL,
  quota       INT            NULL, -- free half hours per holder and month
  ended_at    DATETIME(6)    NULL,
  PRIMARY KEY (id),
  KEY ix_station_space_station (station_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE station_booking (
  id               BIGINT       NOT NULL,
  station_id       BIGINT       NOT NULL,
  space_id         BIGINT       NOT NULL,
  member_id        BIGINT       NULL,
  organisation_id  BIGINT       NULL,
  state            VARCHAR(12)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  live_key         VARCHAR(96)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  start_at         DATETIME(6)  NOT NULL,
  end_at           DATETIME(6)  NOT NULL,
  slots            INT          NOT NULL,
  made_at          DATETIME(6)  NOT NULL,
  decided_at       DATETIME(6)  NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_station_booking_live (live_key),
  KEY ix_station_booking_station (station_id, id),
  KEY ix_station_booking_space (space_id, start_at),
  KEY ix_station_booking_member (member_id, id),
  KEY ix_station_booking_organisation (organisation_id, id),
  CHECK (member_id IS NOT NULL OR organisation_id IS NOT NULL)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- A taken half hour. The primary key admits one holder for each half hour.
CREATE TABLE station_slot (
  space_id    BIGINT       NOT NULL,
  slot_start  DATETIME(6)  NOT NULL,
  holder_id   BIGINT       NOT NULL, -- a booking, or another thing that takes the space
  PRIMARY KEY (space_id, slot_start),
  KEY ix_station_slot_holder (holder_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE station_figure (
  id           BIGINT       NOT NULL,
  station_id   BIGINT       NOT NULL,
  indicator    VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  year_number  INT          NOT NULL,
  month_number INT          NULL,
  amount       BIGINT       NOT NULL,
  recorded_at  DATETIME(6)  NOT NULL,
  PRIMARY KEY (id),
  KEY ix_station_figure_station (station_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
