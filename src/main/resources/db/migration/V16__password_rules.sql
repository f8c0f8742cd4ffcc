-- For password rules that an installation may switch on: when the password was set, and the hashes of
-- earlier ones, the newest first, one a line (none unless the rule is on).
ALTER TABLE staff_login
  ADD COLUMN password_changed_at DATETIME(6) NULL,
  ADD COLUMN password_history    TEXT        CHARACTER SET ascii COLLATE ascii_bin NULL;

UPDATE staff_login SET password_changed_at = updated_at WHERE password_hash IS NOT NULL;
