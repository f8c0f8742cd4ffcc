-- Webhooks: where partners want changes to be sent, and what was sent.

CREATE TABLE webhook (
  id               BIGINT        NOT NULL,
  version          BIGINT        NOT NULL,
  client_id        BIGINT        NOT NULL, -- whose it is; it sees what this client may see
  state            VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ACTIVE, PAUSED, DISABLED
  reason           VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NULL, -- of PAUSED and DISABLED
  url              VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  description      VARCHAR(200)  NULL,
  types            TEXT          CHARACTER SET ascii COLLATE ascii_bin NULL, -- separated by blanks; null for all
  division_path    VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  organisation_id  BIGINT        NULL,
  ordered          BOOLEAN       NOT NULL,
  from_leaf        BIGINT        NOT NULL, -- the first leaf that it gets
  created_at       DATETIME(6)   NOT NULL,
  updated_at       DATETIME(6)   NOT NULL,
  stopped_at       DATETIME(6)   NULL, -- when it was paused or disabled
  failing_since    DATETIME(6)   NULL, -- the first failure since the last success
  not_before       DATETIME(6)   NULL, -- the endpoint asked for a pause, or the first in order waits
  lease_holder     BIGINT        NULL, -- the instance that sends its deliveries
  lease_until      DATETIME(6)   NULL,
  PRIMARY KEY (id),
  KEY ix_webhook_client (client_id, id),
  KEY ix_webhook_state (state, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The secret is derived from a key that is stored encrypted under the vault's master key. Several are
-- valid during a rotation.
CREATE TABLE webhook_secret (
  id          BIGINT         NOT NULL,
  webhook_id  BIGINT         NOT NULL,
  master      VARCHAR(32)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  suite       VARCHAR(8)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  wrapped     VARBINARY(200) NOT NULL,
  created_at  DATETIME(6)    NOT NULL,
  expires_at  DATETIME(6)    NULL,
  PRIMARY KEY (id),
  KEY ix_webhook_secret_webhook (webhook_id, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Written by a projection of the ledger; the unique key allows one for each webhook and change. What is
-- sent is made from the leaf each time, so nothing of it is stored here.
CREATE TABLE webhook_delivery (
  id          BIGINT      NOT NULL,
  webhook_id  BIGINT      NOT NULL,
  leaf_index  BIGINT      NULL, -- null for a test
  entry_id    BIGINT      NULL, -- or the id of a wish_hiding
  entry_type  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
  state       VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- WAITING, SUCCEEDED, FAILED
  attempts    INT         NOT NULL,
  next_at     DATETIME(6) NOT NULL,
  created_at  DATETIME(6) NOT NULL,
  ended_at    DATETIME(6) NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_webhook_delivery (webhook_id, leaf_index, entry_id),
  KEY ix_webhook_delivery_entry (entry_id),
  KEY ix_webhook_delivery_due (webhook_id, state, next_at),
  KEY ix_webhook_delivery_order (webhook_id, state, leaf_index),
  KEY ix_webhook_delivery_created (created_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE webhook_attempt (
  id           BIGINT          NOT NULL,
  delivery_id  BIGINT          NOT NULL,
  sent_at      DATETIME(6)     NOT NULL,
  took_millis  BIGINT          NOT NULL,
  status       INT             NULL, -- of HTTP; null without an answer
  failure      VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NULL, -- why it failed; null for a success
  answer       VARBINARY(2200) NULL, -- the first 2,048 bytes of the answer's body, sealed if key_id is set
  key_id       BIGINT          NULL, -- the key of the wish that the change is about
  PRIMARY KEY (id),
  KEY ix_webhook_attempt_delivery (delivery_id, id),
  KEY ix_webhook_attempt_sent (sent_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- Wishes that left the wall for a reason that nobody may learn. The change that says so has a place of
-- its own among the leaves, because that of the ledger entry would tell the reason.
CREATE TABLE wish_hiding (
  id          BIGINT NOT NULL,
  wish_id     BIGINT NOT NULL,
  version     BIGINT NOT NULL, -- of the wish
  leaf_index  BIGINT NULL, -- of the leaf with which it is shown; null until it has a place
  PRIMARY KEY (id),
  KEY ix_wish_hiding_leaf (leaf_index)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- An administrator's inbox tells of webhooks that were stopped.
ALTER TABLE inbox_item MODIFY scope VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;

INSERT INTO ledger_cursor (consumer, position, updated_at) VALUES
  ('webhooks', 0, '1970-01-01 00:00:00'),
  ('inbox.CLIENT', 0, '1970-01-01 00:00:00');
