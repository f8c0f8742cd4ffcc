-- Serial numbers (编号), given by a projection of the ledger: each row once, never changed.

CREATE TABLE serial_number (
  aggregate_type  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_id    BIGINT      NOT NULL,
  leaf_index      BIGINT      NOT NULL, -- of the first submission
  street          CHAR(9)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  recorded_year   INT         NOT NULL, -- Asia/Shanghai
  kind            CHAR(1)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position        BIGINT      NOT NULL, -- 1, 2, … within street, year and kind
  number_text     VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (aggregate_type, aggregate_id),
  UNIQUE KEY uk_serial_number_leaf (leaf_index),
  UNIQUE KEY uk_serial_number_position (street, recorded_year, kind, position),
  UNIQUE KEY uk_serial_number_text (number_text)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- One for each type, because instances of the release before must not pass leaves by that they do
-- not know. From 0: what was submitted long ago gets its number too.
INSERT INTO ledger_cursor (consumer, position, updated_at) VALUES
  ('serial-number.WISH', 0, '1970-01-01 00:00:00');
