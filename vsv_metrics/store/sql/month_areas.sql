-- The areas with leavers per month: months as periods, or months of leaving within a school year.
-- Grain: one row per series, area and coverage.
-- Parameters:
--   $dataset   required
SELECT
    series_id, coverage, region_code, region_level AS level, region_name_nl AS name_nl, region_name_en AS name_en,
    bool_or(period_type = 'month') AS is_by_period
FROM figure
WHERE
    dataset = $dataset
    AND indicator_id = 'new_leavers'
    AND ((period_type = 'month' AND slice = '') OR (period_type = 'school_year' AND slice LIKE 'month_left=m__ '))
GROUP BY
    ALL
ORDER BY
    series_id, coverage, level, region_code
