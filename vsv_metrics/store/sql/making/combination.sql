-- The combinations of members in `occurring`, as a text and as a place in the order of figures.
-- Grain: one row per combination of members, in no order.
-- Parameters: none.
-- `slice` names the breakdowns that are not at their total with their member, in the order of the columns, each with a blank
-- behind it (`sector=mbo level=mbo1 `); it is empty for a total. `breakdowns` names the columns alone (`sector level`).
-- `combination_rank` puts totals before parts, and members in their order of display.
WITH sorts AS (
    SELECT map_from_entries(list((breakdown || '=' || code, sort))) AS of
    FROM member
)
SELECT
    occurring.*,
    concat(
        CASE WHEN sector <> 'total' THEN 'sector=' || sector || ' ' END,
        CASE WHEN level <> 'total' THEN 'level=' || level || ' ' END,
        CASE WHEN learning_path <> 'total' THEN 'learning_path=' || learning_path || ' ' END,
        CASE WHEN age_group <> 'total' THEN 'age_group=' || age_group || ' ' END,
        CASE WHEN sex <> 'total' THEN 'sex=' || sex || ' ' END,
        CASE WHEN origin <> 'total' THEN 'origin=' || origin || ' ' END,
        CASE WHEN programme <> 'total' THEN 'programme=' || programme || ' ' END,
        CASE WHEN absence_reported <> 'total' THEN 'absence_reported=' || absence_reported || ' ' END,
        CASE WHEN month_left <> 'total' THEN 'month_left=' || month_left || ' ' END,
        CASE WHEN month_last_reported <> 'total' THEN 'month_last_reported=' || month_last_reported || ' ' END,
        CASE WHEN qualification <> 'total' THEN 'qualification=' || qualification || ' ' END,
        CASE WHEN outcome <> 'total' THEN 'outcome=' || outcome || ' ' END,
        CASE WHEN moment <> 'total' THEN 'moment=' || moment || ' ' END,
        CASE WHEN characteristic <> 'total' THEN 'characteristic=' || characteristic || ' ' END,
        CASE WHEN institution <> 'total' THEN 'institution=' || institution || ' ' END
    ) AS slice,
    regexp_replace(trim(slice), '=[^ ]+', '', 'g') AS breakdowns,
    row_number() OVER (
        ORDER BY
            coalesce(sorts.of['sector=' || sector], 0), sector,
            coalesce(sorts.of['level=' || level], 0), level,
            coalesce(sorts.of['learning_path=' || learning_path], 0), learning_path,
            coalesce(sorts.of['age_group=' || age_group], 0), age_group,
            coalesce(sorts.of['sex=' || sex], 0), sex,
            coalesce(sorts.of['origin=' || origin], 0), origin,
            coalesce(sorts.of['programme=' || programme], 0), programme,
            coalesce(sorts.of['absence_reported=' || absence_reported], 0), absence_reported,
            coalesce(sorts.of['month_left=' || month_left], 0), month_left,
            coalesce(sorts.of['month_last_reported=' || month_last_reported], 0), month_last_reported,
            coalesce(sorts.of['qualification=' || qualification], 0), qualification,
            coalesce(sorts.of['outcome=' || outcome], 0), outcome,
            coalesce(sorts.of['moment=' || moment], 0), moment,
            coalesce(sorts.of['characteristic=' || characteristic], 0), characteristic,
            coalesce(sorts.of['institution=' || institution], 0), institution
    ) AS combination_rank
FROM occurring
CROSS JOIN sorts
