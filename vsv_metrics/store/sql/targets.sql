-- Targets, oldest first.
-- Grain: one row per target.
-- Parameters:
--   $indicator_ids   list; null: every indicator
SELECT
    target_id, set_in, indicator_id, region_code, measure, target_value, unit, is_strict, target_year, school_year,
    baseline_year, baseline_value, outcome, text_nl, text_en, source_id
FROM target
WHERE
    ($indicator_ids::VARCHAR[] IS NULL OR list_contains($indicator_ids::VARCHAR[], indicator_id))
ORDER BY
    target_year, set_in, target_id
