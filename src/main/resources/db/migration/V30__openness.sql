-- What a member or an organisation is open to; no row: to everything. Lists are comma-separated
-- names of constants. It guides rankings and refuses no claim.
CREATE TABLE openness (
  party_type        VARCHAR(12)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- ORGANISATION, MEMBER
  party_id          BIGINT        NOT NULL,
  categories        VARCHAR(60)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- empty: all
  places_per_month  INT           NULL,
  amount            DECIMAL(18,2) NULL, -- for one wish
  paused_until      DATE          NULL,
  unwanted          VARCHAR(120)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- kinds of message
  PRIMARY KEY (party_type, party_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
