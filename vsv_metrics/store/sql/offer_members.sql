-- The members of breakdowns that occur, so that filters offer only those.
-- Grain: one row per indicator, series, level of area, breakdown and member.
-- Parameters:
--   $dataset   required: a scope, see `figure`
WITH part AS (
    SELECT DISTINCT
        indicator_id, series_id, region_level, unnest(string_split(trim(slice), ' ')) AS named
    FROM figure
    WHERE
        scope = $dataset AND slice <> ''
)
SELECT
    part.indicator_id, part.series_id, part.region_level AS level,
    member.breakdown, member.code
FROM part
INNER JOIN member
    ON part.named = member.breakdown || '=' || member.code
ORDER BY
    part.indicator_id, part.series_id, level, member.breakdown, member.sort, member.code
