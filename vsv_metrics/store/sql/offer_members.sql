-- The members of breakdowns that occur, so that filters offer only those.
-- Grain: one row per indicator, series, level of area, breakdown and member.
-- Parameters:
--   $dataset   required: a scope, see `figure`
SELECT
    indicator_id, series_id, region_level AS level,
    breakdown, code
FROM occurring_member
WHERE
    scope = $dataset
ORDER BY
    indicator_id, series_id, level, breakdown, sort, code
