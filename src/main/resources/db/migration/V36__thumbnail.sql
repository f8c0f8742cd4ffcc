-- The thumbnails of an image are at the beginning of its sealed file: first the small one, then the large
-- one, then the image. 0 if there is none: for PDFs, and for images of the releases before.
ALTER TABLE evidence
  ADD COLUMN small_bytes INT NOT NULL DEFAULT 0,
  ADD COLUMN large_bytes INT NOT NULL DEFAULT 0;

-- The member that recorded the wish for a resident.
ALTER TABLE wish
  ADD COLUMN author_member_id BIGINT NULL,
  ADD KEY ix_wish_author (author_member_id, state);
