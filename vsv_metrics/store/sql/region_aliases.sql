-- Other names and codes of areas, for finding one by what a user or a source calls it.
-- Grain: one row per alias and area.
-- Parameters: none.
SELECT
    alias, region_code, kind
FROM region_alias
ORDER BY
    alias, region_code
