-- What figures on new leavers in one area are split by: what may be broken down by, and when.
-- Grain: one row per series, period and slice.
-- Parameters:
--   $dataset       required: a scope, see `figure`
--   $region_code   required
SELECT
    series_id, period, slice
FROM area_part
WHERE
    scope = $dataset
    AND region_code = $region_code
ORDER BY
    series_id, period, slice
