-- The areas with leavers per month of leaving.
-- Grain: one row per series and area.
-- Parameters:
--   $dataset   required: a scope, see `figure`
SELECT DISTINCT
    f.series_id, s.first_month, f.region_code, f.region_level AS level, f.region_name_nl AS name_nl, f.region_name_en AS name_en
FROM figure AS f
INNER JOIN series AS s USING (series_id)
WHERE
    f.scope = $dataset
    AND f.indicator_id = 'new_leavers'
    AND f.breakdowns = 'month_left'
    AND s.first_month IS NOT NULL
ORDER BY
    f.series_id, level, f.region_code
