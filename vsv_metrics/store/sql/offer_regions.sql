-- The areas that a table can be made of.
-- Grain: one row per indicator, series and area.
-- Parameters:
--   $dataset   required: a scope, see `figure`
SELECT
    indicator_id, series_id, region_level AS level, region_code, region_name_nl AS name_nl, region_name_en AS name_en
FROM figure
WHERE
    scope = $dataset
GROUP BY
    ALL
ORDER BY
    indicator_id, series_id, level, name_nl, region_code
