-- The ledger's second half: who sequences, what was signed, by which keys, and who vouches for it.

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
  origin     VARCHAR(200)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_id     BINARY(4)     NOT NULL,
  vkey       VARCHAR(300)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pinned_at  DATETIME(6)   NOT NULL,
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
