-- The areas with leavers per month of leaving.
-- Grain: one row per series and area.
-- Parameters:
--   $dataset   required: a scope, see `figure`
SELECT DISTINCT
    o.series_id, s.first_month, o.region_code, o.region_level AS level, r.name_nl, r.name_en
FROM occurrence AS o
INNER JOIN series AS s USING (series_id)
INNER JOIN region AS r USING (region_code)
WHERE
    o.scope = $dataset
    AND o.indicator_id = 'new_leavers'
    AND o.breakdowns = 'month_left'
    AND s.first_month IS NOT NULL
ORDER BY
    o.series_id, level, o.region_code
