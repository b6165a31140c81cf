-- The areas that a table can be made of.
-- Grain: one row per indicator, series and area.
-- Parameters:
--   $dataset   required: a scope, see `figure`
SELECT DISTINCT
    o.indicator_id, o.series_id, o.region_level AS level, o.region_code, r.name_nl, r.name_en
FROM occurrence AS o
INNER JOIN region AS r USING (region_code)
WHERE
    o.scope = $dataset
ORDER BY
    o.indicator_id, o.series_id, level, r.name_nl, o.region_code
