-- How many figures each option of a filter would give: every filter counts with the others applied and itself left out.
-- Grain: one row per option (one of series, level, region, period, slice) and per `failed`: 0 when its figures pass every filter,
-- else the one filter that they do not pass: 1 series, 2 level, 4 region, 8 period, 16 slice.
-- Parameters:
--   $dataset         required: a scope, see `figure`
--   $indicator_ids   list; null: every indicator
--   $series_ids      list; null: every series
--   $region_levels   list; null: every level
--   $region_codes    list; null: every region
--   $period_from     first (start) year; null: no limit
--   $period_to       last (start) year; null: no limit
--   $slice           regular expression for the whole of column `slice` (see store.slices); null: only totals
WITH judged AS (
    SELECT
        series_id, region_level, region_code, period, slice,
        if($series_ids::VARCHAR[] IS NULL OR list_contains($series_ids::VARCHAR[], series_id), 0, 1)
        + if($region_levels::VARCHAR[] IS NULL OR list_contains($region_levels::VARCHAR[], region_level), 0, 2)
        + if($region_codes::VARCHAR[] IS NULL OR region_code IN (SELECT unnest($region_codes::VARCHAR[])), 0, 4)
        + if(period >= coalesce($period_from::INTEGER, period) AND period <= coalesce($period_to::INTEGER, period), 0, 8)
        + if(slice IN (FROM slices_like(coalesce($slice::VARCHAR, ''))), 0, 16) AS failed
    FROM figure
    WHERE
        scope = $dataset
        AND ($indicator_ids::VARCHAR[] IS NULL OR list_contains($indicator_ids::VARCHAR[], indicator_id))
)
SELECT
    series_id, region_level AS level, region_code, period, slice, failed, count(*) AS figures
FROM judged
WHERE
    failed IN (0, 1, 2, 4, 8, 16)
GROUP BY
    GROUPING SETS ((series_id, failed), (region_level, failed), (region_code, failed), (period, failed), (slice, failed))
ORDER BY
    series_id, level, region_code, period, slice, failed
