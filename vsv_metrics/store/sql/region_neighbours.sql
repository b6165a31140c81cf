-- Pairs of RMC regions with a common land border.
-- Grain: one row per pair, smaller code first.
-- Parameters: none.
SELECT
    region_code, neighbour_code
FROM region_neighbour
ORDER BY
    region_code, neighbour_code
