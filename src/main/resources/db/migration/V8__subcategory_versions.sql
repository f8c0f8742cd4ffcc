-- A configured category is an aggregate of the ledger: its versions are counted like any other's.
-- Those of before have none on record; their next change is version 1.
ALTER TABLE subcategory ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
