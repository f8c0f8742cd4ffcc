-- Pages of the wall in their order, newest first, whatever the filter: equality on one column, then
-- the id. A range of paths cannot give that order, so a wish says its street and its community.
-- Virtual columns take no room in the row and no rewriting of the table; a wider division's path is
-- shorter than the column and equal to no street or community.

ALTER TABLE wish
  ADD COLUMN street VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin
    GENERATED ALWAYS AS (LEFT(division_path, 9)) VIRTUAL,
  ADD COLUMN community VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin
    GENERATED ALWAYS AS (LEFT(division_path, 12)) VIRTUAL;

ALTER TABLE wish
  ADD KEY ix_wish_street (street, id),
  ADD KEY ix_wish_community (community, id),
  ADD KEY ix_wish_category (category, id);

-- In the place of (state, division_path, id), so that a claim, which changes the state, writes no
-- more than before.
ALTER TABLE wish
  ADD KEY ix_wish_state (state, id),
  DROP KEY ix_wish_wall;
