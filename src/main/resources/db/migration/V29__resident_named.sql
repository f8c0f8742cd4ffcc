-- Whether a resident's account was named when the wish was recorded; an account that was bound
-- later belongs to the contact. For wishes that exist already, every account counts as named.
ALTER TABLE wish ADD COLUMN resident_named BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE wish SET resident_named = TRUE WHERE resident IS NOT NULL;
