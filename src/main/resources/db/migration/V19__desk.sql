-- Lists and counts of the desk. Counts by state read only this index; lists of one state of a
-- division read it, and sort what they find.
ALTER TABLE wish ADD KEY ix_wish_state_division (state, division_path, held);

-- The deadline by which the staff's list of claims is sorted; see Claim.dueAt.
ALTER TABLE claim
  ADD COLUMN due_at DATETIME(6) GENERATED ALWAYS AS (COALESCE(
    CASE
      WHEN state = 'PENDING' THEN claimed_at
      WHEN state = 'ACTIVE' AND contacted_at IS NULL AND assessed_at IS NULL
        AND started_at IS NULL AND contact_by < complete_by THEN contact_by
      WHEN state = 'ACTIVE' THEN complete_by
      ELSE ended_at
    END, claimed_at)) VIRTUAL;

-- A statement of its own: together with the column, MySQL would copy the table.
ALTER TABLE claim ADD KEY ix_claim_due_at (state, due_at, id);
