-- What party adds to the first schema.

-- A dissolved organisation no longer holds its credit code: the unique key is on the live one.
ALTER TABLE organisation
  ADD COLUMN live_credit_code CHAR(18) CHARACTER SET ascii COLLATE ascii_bin NULL;
UPDATE organisation SET live_credit_code = credit_code WHERE state = 'ACTIVE';
ALTER TABLE organisation DROP KEY uk_organisation_credit_code;
ALTER TABLE organisation ADD UNIQUE KEY uk_organisation_live_credit_code (live_credit_code);
ALTER TABLE organisation ADD KEY ix_organisation_credit_code (credit_code);

-- A member's check-in stays on the books of the organisation it belonged to then.
ALTER TABLE check_in ADD COLUMN organisation_id BIGINT NOT NULL;
ALTER TABLE check_in ADD KEY ix_check_in_organisation (organisation_id, id);

-- Skills compare code point by code point: what the service takes for two must not be one here.
ALTER TABLE member_skill
  MODIFY COLUMN skill VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL;
