-- The newest period with a value, and how final it is, so that a page can say how old its figures are.
-- Grain: one row per series, indicator, level of area and kind of period.
-- Parameters:
--   $dataset   required: a scope, see `figure`
SELECT
    n.series_id, n.indicator_id, n.region_level AS level, n.period_type, n.period, n.obs_status, n.published_on, s.published_label,
    n.source_id, n.vintage_rank
FROM newest AS n
INNER JOIN source AS s USING (source_id)
WHERE
    n.scope = $dataset
ORDER BY
    n.indicator_id, n.series_id, level, n.period_type
