-- Norms for the mbo per school year and level.
-- Grain: one row per school year and level.
-- Parameters: none.
SELECT
    school_year, level, norm_pct, "precision", source_id
FROM norm
ORDER BY
    school_year, level
