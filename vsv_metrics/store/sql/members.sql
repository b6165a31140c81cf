-- Members of the breakdown columns, in their order of display.
-- Grain: one row per breakdown and member.
-- Parameters:
--   $breakdowns   list; null: every breakdown
SELECT
    breakdown, code, name_nl, name_en, parent, "partition", sort
FROM member
WHERE
    ($breakdowns::VARCHAR[] IS NULL OR list_contains($breakdowns::VARCHAR[], breakdown))
ORDER BY
    breakdown, sort, code
