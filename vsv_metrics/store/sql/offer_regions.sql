-- The areas that a table can be made of.
-- Grain: one row per indicator, series and area.
-- Parameters:
--   $dataset   required
SELECT
    f.indicator_id, f.series_id, r.level, f.region_code, r.name_nl, r.name_en
FROM figure AS f
INNER JOIN region AS r USING (region_code)
WHERE
    f.dataset = $dataset
    AND f.coverage = 'whole'
GROUP BY
    ALL
ORDER BY
    f.indicator_id, f.series_id, r.level, r.name_nl, f.region_code
