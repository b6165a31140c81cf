-- Measures, action lines and points of attention, in the order in which they were announced.
-- Grain: one row per measure.
-- Parameters:
--   $kinds   list; null: every kind
SELECT
    measure_id, kind, instrument, announced_on, announced_precision, starts_in, ends_in, text_nl, text_en, executor,
    budget_or_target, source_id
FROM policy_measure
WHERE
    ($kinds::VARCHAR[] IS NULL OR list_contains($kinds::VARCHAR[], kind))
ORDER BY
    announced_on, instrument, measure_id
