-- What a table can be made of, so that its filters offer only that.
-- Grain: one row per indicator, series, level of area, kind of period, sector and set of breakdowns.
-- Parameters:
--   $dataset   required: a scope, see `figure`
-- `breakdowns` lists the columns with a member other than the total, separated by a blank; empty for totals.
SELECT
    indicator_id, series_id, region_level AS level, period_type, sector,
    breakdowns,
    min(first_period) AS first_period,
    max(last_period) AS last_period
FROM occurrence
WHERE
    scope = $dataset
GROUP BY
    ALL
ORDER BY
    indicator_id, series_id, level, period_type, sector, breakdowns
