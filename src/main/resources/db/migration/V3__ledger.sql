-- The ledger: entries, the Merkle tree over them, signed checkpoints.

-- aggregate_id is the id as it stands in the leaf: a pseudonym where the aggregate is a person.
CREATE TABLE ledger_entry (
  entry_id           BIGINT      NOT NULL,
  entry_type         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_type     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_id       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_version  BIGINT      NOT NULL,
  division_path      VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL, -- the community or wider
  organisation_id    BIGINT      NULL,
  occurred_at        DATETIME(6) NOT NULL,
  recorded_at        DATETIME(6) NOT NULL,
  payload            BLOB        NOT NULL, -- the leaf's bytes, at most 65,535
  leaf_hash          BINARY(32)  NOT NULL,
  PRIMARY KEY (entry_id),
  UNIQUE KEY uk_ledger_entry_version (aggregate_type, aggregate_id, aggregate_version),
  KEY ix_ledger_entry_division (division_path, entry_id),
  KEY ix_ledger_entry_organisation (organisation_id, entry_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE ledger_queue (
  qid       BIGINT NOT NULL,
  entry_id  BIGINT NOT NULL,
  PRIMARY KEY (qid),
  UNIQUE KEY uk_ledger_queue_entry (entry_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE ledger_leaf (
  leaf_index  BIGINT     NOT NULL,
  entry_id    BIGINT     NOT NULL,
  leaf_hash   BINARY(32) NOT NULL,
  PRIMARY KEY (leaf_index),
  UNIQUE KEY uk_ledger_leaf_entry (entry_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Full tiles only (256 hashes of 32 bytes); partial ones are computed, so no tile is ever updated.
CREATE TABLE ledger_tile (
  level       TINYINT         NOT NULL,
  tile_index  BIGINT          NOT NULL,
  hashes      VARBINARY(8192) NOT NULL,
  PRIMARY KEY (level, tile_index)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE ledger_head (
  log_id      INT         NOT NULL,
  size        BIGINT      NOT NULL,
  root        BINARY(32)  NOT NULL,
  updated_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (log_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The empty tree: SHA-256 of nothing (RFC 9162 section 2.1.1).
INSERT INTO ledger_head (log_id, size, root, updated_at) VALUES
  (1, 0, x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '1970-01-01 00:00:00');

-- Consumers of the ledger, each at its own place; moved by compare-and-set only.
CREATE TABLE ledger_cursor (
  consumer    VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position    BIGINT      NOT NULL, -- leaves consumed, so the next leaf index
  updated_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (consumer)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- A lease only saves work: rivals are harmless. Database time.
CREATE TABLE ledger_lease (
  task        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  holder      VARCHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  held_until  DATETIME(6) NOT NULL,
  PRIMARY KEY (task)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

INSERT INTO ledger_lease (task, holder, held_until) VALUES
  ('sequence', '', '1970-01-01 00:00:00'),
  ('publish', '', '1970-01-01 00:00:00');

-- Every checkpoint ever published. A publisher inserts the number after the last one it read: the
-- primary key is the compare-and-set. Within an origin sizes never shrink from one to the next.
CREATE TABLE ledger_checkpoint (
  seq           BIGINT          NOT NULL, -- 1, 2, …
  origin        VARCHAR(200)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  size          BIGINT          NOT NULL,
  root          BINARY(32)      NOT NULL,
  note          VARBINARY(4096) NOT NULL, -- the C2SP signed note
  published_at  DATETIME(6)     NOT NULL,
  PRIMARY KEY (seq),
  KEY ix_ledger_checkpoint_size (origin, size, seq)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The keys that an origin ever signed with. A key that is not here does not sign alone.
CREATE TABLE ledger_key (
  origin     VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_id     BINARY(4)    NOT NULL,
  vkey       VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pinned_at  DATETIME(6)  NOT NULL,
  PRIMARY KEY (origin, key_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Witnesses' cosignatures of published checkpoints, the first of each witness.
CREATE TABLE ledger_cosignature (
  seq          BIGINT       NOT NULL, -- the checkpoint
  key_id       BINARY(4)    NOT NULL,
  line         VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- without the dash
  received_at  DATETIME(6)  NOT NULL,
  PRIMARY KEY (seq, key_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
