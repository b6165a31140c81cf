-- Moments of the year at which students can begin.
-- Grain: one row per moment.
-- Parameters: none.
SELECT
    moment_id, name_nl, name_en, first_month, last_month, sector, level, learning_path, region_code, basis,
    note_nl, note_en, source_id, sort
FROM intake_moment
ORDER BY
    sort, moment_id
