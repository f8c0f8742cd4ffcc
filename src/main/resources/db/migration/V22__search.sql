-- Finding wishes by the words of their public title and summary: a row for every two neighbouring characters. The
-- number holds both characters, so one character is a range. Rows may be left over from texts that were replaced:
-- a search compares the texts themselves. `index-search` fills the table for wishes published before this release.
CREATE TABLE wish_gram (
  gram     INT    NOT NULL,
  wish_id  BIGINT NOT NULL,
  PRIMARY KEY (gram, wish_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The order of names by pinyin; empty until `index-search` has run for names recorded before this release.
ALTER TABLE division ADD COLUMN sort_key VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD KEY ix_division_sort (sort_key, path);
ALTER TABLE organisation ADD COLUMN sort_key VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD KEY ix_organisation_sort (sort_key, id);

-- The published thank-you, and whether the resident allows the one in the vault to be published.
ALTER TABLE wish
  ADD COLUMN thanks VARCHAR(500) NULL,
  ADD COLUMN thanks_allowed BOOLEAN NOT NULL DEFAULT FALSE;

-- What a visit that found problems led to: the entry that reopened the wish, or a new wish.
ALTER TABLE follow_up
  ADD COLUMN redo_entry BIGINT NULL,
  ADD COLUMN next_wish  BIGINT NULL;

-- Rows of an import that look like wishes which are already there.
ALTER TABLE import_job ADD COLUMN rows_similar INT NOT NULL DEFAULT 0;
