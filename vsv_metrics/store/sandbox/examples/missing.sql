-- What is missing among the counts, and why. Missing is not zero.
-- Grain: one row per indicator, kind of area and reason.
-- Parameters: none.
SELECT
    indicator_id, region_level, coalesce(missing_reason, 'present') AS reason,
    count(*) AS figures, min(period) AS first_year, max(period) AS last_year
FROM figures
GROUP BY ALL
ORDER BY indicator_id, region_level, reason
