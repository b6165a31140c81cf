-- Which figures there are, so that a page that offers or counts them need not read them all.
-- Grain: one row per scope, indicator, series, region, kind of period, sector and set of breakdowns.
-- Parameters: none.
SELECT
    scope, dataset, indicator_id, series_id, region_level, region_code, period_type,
    sector::VARCHAR AS sector,
    breakdowns,
    min(period) AS first_period,
    max(period) AS last_period,
    count(*) AS figures
FROM figure
GROUP BY
    ALL
ORDER BY
    scope, indicator_id, series_id, region_level, region_code, period_type, sector, breakdowns
