-- The sample street's load: how far it is, and which row of the plan became which row here. Both are
-- written in the transaction of the rows themselves, so a load that was cut off goes on where it
-- stopped, and several instances that load at once share the work.

CREATE TABLE sample_load (
  id           INT         NOT NULL, -- 1
  plan         CHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- the plan's fingerprint
  done         INT         NOT NULL, -- batches of the plan that are on record
  total        INT         NOT NULL,
  started_at   DATETIME(6) NOT NULL,
  updated_at   DATETIME(6) NOT NULL,
  finished_at  DATETIME(6) NULL,
  PRIMARY KEY (id),
  CHECK (done <= total)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Whatever stands here is a sample.
CREATE TABLE sample_row (
  row_key  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- the plan's key
  id       BIGINT      NOT NULL,
  PRIMARY KEY (row_key)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
