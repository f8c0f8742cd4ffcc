-- Working days. A year is known when each of its days has a row.

CREATE TABLE calendar_day (
  day     DATE         NOT NULL,
  kind    VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- WORKDAY, RESTDAY
  source  VARCHAR(200) NOT NULL, -- the notice that says so
  PRIMARY KEY (day)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- The years that administrators have imported; the row is locked while one does.
CREATE TABLE calendar_import (
  calendar_year  INT    NOT NULL,
  version        BIGINT NOT NULL, -- the aggregate's
  PRIMARY KEY (calendar_year)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
