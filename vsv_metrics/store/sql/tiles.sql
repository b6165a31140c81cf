-- Places of the areas on a tile map.
-- Grain: one row per area.
-- Parameters:
--   $tile_map   required: province or rmc
SELECT
    t.tile_map, t.region_code, t.col, t.row, t.narrow_name, r.name_nl, r.name_en, r.short_name
FROM tile AS t
INNER JOIN region AS r USING (region_code)
WHERE
    t.tile_map = $tile_map
ORDER BY
    t.row, t.col
