-- Series: who counts, by which definition, for which years.
-- Grain: one row per series.
-- Parameters: none.
SELECT
    series_id, name_nl, name_en, producer, definition_nl, definition_en, first_period, last_period,
    successor_id, first_month, meets_target, sort
FROM series
ORDER BY
    sort, series_id
