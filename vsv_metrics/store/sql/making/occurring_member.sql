-- The members of breakdowns that occur.
-- Grain: one row per scope, indicator, series, level of area, breakdown and member.
-- Parameters: none.
WITH part AS (
    SELECT DISTINCT
        scope, indicator_id, series_id, region_level, slice
    FROM figure
    WHERE
        slice <> ''
),
named AS (
    SELECT DISTINCT
        scope, indicator_id, series_id, region_level, unnest(string_split(trim(slice), ' ')) AS pair
    FROM part
)
SELECT
    named.scope, named.indicator_id, named.series_id, named.region_level,
    member.breakdown, member.code, member.sort
FROM named
INNER JOIN member
    ON named.pair = member.breakdown || '=' || member.code
ORDER BY
    named.scope, named.indicator_id, named.series_id, named.region_level, member.breakdown, member.sort, member.code
