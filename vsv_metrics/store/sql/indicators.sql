-- What is measured.
-- Grain: one row per indicator.
-- Parameters: none.
SELECT
    indicator_id, name_nl, name_en, numerator_nl, numerator_en, denominator_nl, denominator_en,
    rate_nl, rate_en, lower_is_better, sort
FROM indicator
ORDER BY
    sort, indicator_id
