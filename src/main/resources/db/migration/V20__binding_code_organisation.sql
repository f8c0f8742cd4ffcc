-- The organisation that a steward's code was made for: it is not for the one that its member belongs
-- to by the time it is used. Codes without it live a day at most and make nobody a steward.
ALTER TABLE binding_code ADD COLUMN organisation_id BIGINT NULL;
