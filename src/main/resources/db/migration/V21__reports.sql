-- The figures of wishes have new parts: when a wish was received, its times in review, and those in
-- which its claims were overdue. A rebuild computes them for the wishes on record; a database
-- without figures needs none. A rebuild that is running begins anew.
UPDATE statistics_generation SET role = NULL WHERE role = 'FILLING';
INSERT INTO statistics_generation (id, role, requested_by, started_at)
SELECT 2, 'FILLING', 'system', UTC_TIMESTAMP(6) FROM DUAL
WHERE EXISTS (SELECT 1 FROM statistics_figures);
UPDATE ledger_cursor SET position = 0 WHERE consumer = 'statistics.rebuild';
