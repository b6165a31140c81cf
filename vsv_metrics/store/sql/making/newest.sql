-- The newest period with a value, and how final it is.
-- Grain: one row per scope, series, indicator, level of area and kind of period.
-- Parameters: none.
-- When areas differ in status, that of the newest vintage is given; a total speaks before its parts.
WITH known AS (
    SELECT
        scope, series_id, indicator_id, region_level, period_type, period, obs_status, vintage_rank, source_id,
        published_on, region_code,
        2 * period + (slice = '')::INTEGER AS age
    FROM figure
    WHERE
        coalesce(numerator, rate_pct, denominator) IS NOT NULL
),
youngest AS (
    SELECT
        scope, series_id, indicator_id, region_level, period_type, max(age) AS age
    FROM known
    GROUP BY
        ALL
)
SELECT
    known.scope, known.series_id, known.indicator_id, known.region_level, known.period_type, known.period,
    known.obs_status::VARCHAR AS obs_status,
    known.vintage_rank,
    known.source_id::VARCHAR AS source_id,
    coalesce(known.published_on, source.published_on) AS published_on
FROM known
INNER JOIN youngest USING (scope, series_id, indicator_id, region_level, period_type, age)
INNER JOIN source ON source.source_id = known.source_id
QUALIFY row_number() OVER (
    PARTITION BY known.scope, known.series_id, known.indicator_id, known.region_level, known.period_type
    ORDER BY
        known.vintage_rank DESC, coalesce(known.published_on, source.published_on) DESC NULLS LAST,
        known.region_code, known.obs_status, known.source_id
) = 1
ORDER BY
    known.scope, known.indicator_id, known.series_id, known.region_level, known.period_type
