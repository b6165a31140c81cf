-- Areas, in the order of their level and name.
-- Grain: one row per area.
-- Parameters:
--   $levels   list; null: every level
--   $year     start year in which the area must exist; null: whenever
SELECT
    region_code, level, name_nl, name_en, short_name, valid_from, valid_to, lon, lat
FROM region
WHERE
    ($levels::VARCHAR[] IS NULL OR list_contains($levels::VARCHAR[], level))
    AND ($year::INTEGER IS NULL OR $year BETWEEN coalesce(valid_from, 0) AND coalesce(valid_to, 9999))
ORDER BY
    level, name_nl, region_code
