-- What can show whether something moves on an action line or theme, and what would be needed for it and does not exist.
-- Grain: one row per action line or theme and aspect.
-- Parameters: none.
SELECT
    topic, aspect, name_nl, name_en, text_nl, text_en,
    indicator_id, series_id, measure, breakdown, members, within, part, sort
FROM line_indicator
ORDER BY
    topic, sort, aspect
