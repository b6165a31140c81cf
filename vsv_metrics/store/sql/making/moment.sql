-- The periods that occur, with their place in the order of figures.
-- Grain: one row per period, in no order.
-- Parameters: none.
SELECT
    period_type, period_start,
    row_number() OVER (ORDER BY period_start, period_type) AS moment_rank
FROM (SELECT DISTINCT period_type, period_start FROM observation)
