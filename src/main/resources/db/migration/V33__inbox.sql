-- What waits for whom, and who was reminded of it.

-- Written by a projection of the ledger, which replaces the items of an aggregate after each of its
-- entries. So an item is there as long as it waits, and nothing is kept of what was done.
CREATE TABLE inbox_item (
  id              BIGINT      NOT NULL,
  aggregate_type  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_id    BIGINT      NOT NULL,
  part_id         BIGINT      NOT NULL, -- a claim; 0 if the whole aggregate waits
  kind            VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scope           VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ACCOUNT, MEMBER, ORGANISATION, DESK
  scope_key       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- an id, or a division's path
  since           DATETIME(6) NOT NULL,
  due_at          DATETIME(6) NULL,
  urgent_at       DATETIME(6) NOT NULL, -- due_at, or the end of time: the order of the list
  remind_at       DATETIME(6) NULL, -- when to look whether a reminder is due; null for never
  PRIMARY KEY (id),
  UNIQUE KEY uk_inbox_item (aggregate_type, aggregate_id, part_id, kind, scope, scope_key),
  KEY ix_inbox_item_scope (scope, scope_key, urgent_at, id),
  KEY ix_inbox_item_remind (remind_at, id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

CREATE TABLE inbox_read (
  item_id  BIGINT      NOT NULL,
  account  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  read_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (item_id, account),
  KEY ix_inbox_read_account (account)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- One for each rule, thing and deadline: a postponed deadline is reminded of again, the same one
-- never twice.
CREATE TABLE reminder (
  id              BIGINT      NOT NULL,
  rule            VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_type  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_id    BIGINT      NOT NULL,
  part_id         BIGINT      NOT NULL,
  scope           VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scope_key       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  due_at          DATETIME(6) NOT NULL,
  reminded_at     DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uk_reminder (aggregate_type, aggregate_id, part_id, rule, scope, scope_key, due_at),
  KEY ix_reminder_scope (scope, scope_key, reminded_at),
  KEY ix_reminder_reminded (reminded_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- From 0: what has waited since before this release is in the inbox too.
INSERT INTO ledger_cursor (consumer, position, updated_at) VALUES
  ('inbox.WISH', 0, '1970-01-01 00:00:00'),
  ('inbox.GROUP', 0, '1970-01-01 00:00:00');

-- To how many more messages of a kind a person has consented. One consent pays one message.
CREATE TABLE message_consent (
  account     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  remaining   INT         NOT NULL,
  refused_at  DATETIME(6) NULL, -- when the person last refused
  PRIMARY KEY (account, kind)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- What people are told by messages. Written by a projection of the ledger and with reminders; the
-- unique key allows one for each event and person.
CREATE TABLE outbox_message (
  id              BIGINT      NOT NULL,
  account         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind            VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  event_id        BIGINT      NOT NULL, -- the ledger entry or the reminder
  aggregate_type  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_id    BIGINT      NOT NULL,
  state           VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sent_as         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL, -- its kind or DIGEST
  attempts        INT         NOT NULL,
  happened_at     DATETIME(6) NOT NULL,
  due_at          DATETIME(6) NULL,
  send_at         DATETIME(6) NOT NULL,
  expires_at      DATETIME(6) NOT NULL,
  taken_at        DATETIME(6) NULL, -- when it was marked as being sent
  PRIMARY KEY (id),
  UNIQUE KEY uk_outbox_message (account, event_id),
  KEY ix_outbox_message_due (state, send_at),
  KEY ix_outbox_message_happened (happened_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- From 0: older entries than a day tell nobody anything.
INSERT INTO ledger_cursor (consumer, position, updated_at) VALUES
  ('messages', 0, '1970-01-01 00:00:00');

-- How far the duties of a quarter are frozen.
CREATE TABLE duty_quarter (
  quarter      CHAR(7)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- 2026-Q1
  last_member  BIGINT      NOT NULL,
  frozen_at    DATETIME(6) NULL, -- when the last member's was; null if there are more
  PRIMARY KEY (quarter)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
