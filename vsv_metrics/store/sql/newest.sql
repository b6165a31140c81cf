-- The newest period with a value, and how final it is, so that a page can say how old its figures are.
-- Grain: one row per series, indicator, level of area and kind of period.
-- Parameters:
--   $dataset   required: a scope, see `figure`
-- When areas differ in status, that of the newest vintage is given; a total speaks before its parts.
WITH known AS (
    SELECT
        f.series_id, f.indicator_id, f.region_level AS level, f.period_type, f.period, f.obs_status, f.vintage_rank, f.source_id,
        coalesce(f.published_on, s.published_on) AS published_on,
        s.published_label,
        f.slice = '' AS is_total,
        rank() OVER (PARTITION BY f.series_id, f.indicator_id, f.region_level, f.period_type ORDER BY f.period DESC) AS age,
        f.region_code
    FROM figure AS f
    INNER JOIN source AS s USING (source_id)
    WHERE
        f.scope = $dataset
        AND coalesce(f.numerator, f.rate_pct, f.denominator) IS NOT NULL
)
SELECT
    series_id, indicator_id, level, period_type, period, obs_status, published_on, published_label,
    source_id, vintage_rank
FROM known
WHERE age = 1
QUALIFY row_number() OVER (
    PARTITION BY series_id, indicator_id, level, period_type
    ORDER BY is_total DESC, vintage_rank DESC, published_on DESC NULLS LAST, region_code, obs_status, source_id
) = 1
ORDER BY
    indicator_id, series_id, level, period_type
