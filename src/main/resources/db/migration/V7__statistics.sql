-- Statistics: the ledger folded into one row for each aggregate. The rows of one generation are
-- true of the leaves below that generation's cursor; a rebuild fills a new generation beside the
-- live one and replaces it once both are level.

-- role is 'LIVE' for the generation that answers, 'FILLING' for the one that a rebuild fills, NULL
-- once it has been replaced: the unique key allows one of each.
CREATE TABLE statistics_generation (
  id            BIGINT      NOT NULL,
  role          VARCHAR(8)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  requested_by  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  started_at    DATETIME(6) NOT NULL,
  live_at       DATETIME(6) NULL,
  tree_size     BIGINT      NULL, -- when it became live
  removed_at    DATETIME(6) NULL, -- when the last of its rows was gone
  PRIMARY KEY (id),
  UNIQUE KEY uk_statistics_generation_role (role)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

INSERT INTO statistics_generation (id, role, requested_by, started_at, live_at, tree_size) VALUES
  (1, 'LIVE', 'system', '1970-01-01 00:00:00', '1970-01-01 00:00:00', 0);

-- One row for each wish, check-in, member and frozen board; figures is JSON (statistics.fold).
CREATE TABLE statistics_figures (
  generation      BIGINT      NOT NULL,
  aggregate_type  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_id    VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  leaf_index      BIGINT      NOT NULL, -- the last leaf folded in
  figures         MEDIUMBLOB  NOT NULL,
  PRIMARY KEY (generation, aggregate_type, aggregate_id),
  KEY ix_statistics_figures_leaf (generation, leaf_index)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The streets and communities with something for a month's leaderboard, since when that is known.
CREATE TABLE statistics_month (
  generation         BIGINT      NOT NULL,
  division_path      VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  month              CHAR(7)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- yyyy-MM
  first_recorded_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (generation, division_path, month)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Leaves that could not be counted as they should: unreadable, or out of their aggregate's order.
CREATE TABLE statistics_fault (
  generation  BIGINT       NOT NULL,
  leaf_index  BIGINT       NOT NULL,
  reason      VARCHAR(200) NOT NULL,
  PRIMARY KEY (generation, leaf_index)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

INSERT INTO ledger_cursor (consumer, position, updated_at) VALUES
  ('statistics', 0, '1970-01-01 00:00:00'),
  ('statistics.rebuild', 0, '1970-01-01 00:00:00');
