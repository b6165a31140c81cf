-- Breaks between figures that may not be compared.
-- Grain: one row per break.
-- Parameters: none.
SELECT
    break_id, period_type, period, before_series_id, after_series_id,
    label_nl, label_en, reason_nl, reason_en, source_id
FROM series_break
ORDER BY
    period, break_id
