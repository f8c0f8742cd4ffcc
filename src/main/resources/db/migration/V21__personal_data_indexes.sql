-- What erasure, retention and partners' lists look for.

-- The pseudonyms of residents in the leaves of one wish.
ALTER TABLE vault_pseudonym ADD KEY ix_vault_pseudonym_scope (subject_type, scope);

ALTER TABLE wish
  ADD KEY ix_wish_consent (consent, erased_at),
  ADD KEY ix_wish_partner (partner, id);
