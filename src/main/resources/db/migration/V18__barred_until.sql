-- Until when the claimant of a lapsed claim may not claim the wish again: what the lapse's ledger entry says, also
-- after the configured time has changed. Lapses before this release get the default time.
ALTER TABLE claim ADD COLUMN barred_until DATETIME(6) NULL;

UPDATE claim SET barred_until = ended_at + INTERVAL 7 DAY WHERE state = 'LAPSED' AND activated_at IS NOT NULL;
