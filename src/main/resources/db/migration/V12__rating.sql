-- Ratings of an aggregate of any type, as notes and visits are. One of each aggregate stands.

CREATE TABLE rating (
  id              BIGINT      NOT NULL,
  aggregate_type  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aggregate_id    BIGINT      NOT NULL,
  entry_id        BIGINT      NOT NULL,
  author          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  stars           TINYINT     NOT NULL,
  withdrawn_at    DATETIME(6) NULL,
  PRIMARY KEY (id),
  KEY ix_rating_aggregate (aggregate_type, aggregate_id, id),
  CONSTRAINT ck_rating_stars CHECK (stars BETWEEN 1 AND 5)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- A wish's id is text in the ledger: 13 digits of Crockford's base 32.
INSERT INTO rating (id, aggregate_type, aggregate_id, entry_id, author, stars)
SELECT w.id, 'WISH', w.id, MAX(e.entry_id), w.confirmed_by, w.rating
FROM wish w
JOIN ledger_entry e ON e.aggregate_type = 'WISH' AND e.entry_type = 'WISH_CONFIRMED'
  AND e.aggregate_id = CONCAT(
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 60) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 55) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 50) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 45) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 40) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 35) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 30) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 25) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 20) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 15) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 10) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 5) & 31) + 1, 1),
    SUBSTRING('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((w.id >> 0) & 31) + 1, 1))
WHERE w.rating IS NOT NULL
GROUP BY w.id, w.confirmed_by, w.rating;

ALTER TABLE wish DROP COLUMN rating;
