-- What there is: for which areas and years, and by which breakdowns. Filters offer only this.
-- Grain: one row per dataset, series, indicator, level of area and kind of period.
-- Parameters:
--   $dataset   null: every dataset
-- `breakdowns` lists the columns with a member other than the total, separated by a blank.
SELECT
    f.dataset, f.series_id, f.indicator_id, r.level, f.period_type,
    count(DISTINCT f.region_code) AS regions,
    min(f.period) AS first_period,
    max(f.period) AS last_period,
    count(*) AS "rows",
    concat_ws(
        ' ',
        CASE WHEN bool_or(f.sector <> 'total') THEN 'sector' END,
        CASE WHEN bool_or(f.level <> 'total') THEN 'level' END,
        CASE WHEN bool_or(f.learning_path <> 'total') THEN 'learning_path' END,
        CASE WHEN bool_or(f.age_group <> 'total') THEN 'age_group' END,
        CASE WHEN bool_or(f.sex <> 'total') THEN 'sex' END,
        CASE WHEN bool_or(f.origin <> 'total') THEN 'origin' END,
        CASE WHEN bool_or(f.programme <> 'total') THEN 'programme' END,
        CASE WHEN bool_or(f.absence_reported <> 'total') THEN 'absence_reported' END,
        CASE WHEN bool_or(f.month_left <> 'total') THEN 'month_left' END,
        CASE WHEN bool_or(f.month_last_reported <> 'total') THEN 'month_last_reported' END,
        CASE WHEN bool_or(f.qualification <> 'total') THEN 'qualification' END,
        CASE WHEN bool_or(f.outcome <> 'total') THEN 'outcome' END,
        CASE WHEN bool_or(f.moment <> 'total') THEN 'moment' END,
        CASE WHEN bool_or(f.characteristic <> 'total') THEN 'characteristic' END
    ) AS breakdowns
FROM figure AS f
INNER JOIN region AS r USING (region_code)
WHERE
    $dataset::VARCHAR IS NULL OR f.dataset = $dataset
GROUP BY
    f.dataset, f.series_id, f.indicator_id, r.level, f.period_type
ORDER BY
    f.dataset, f.indicator_id, f.series_id, r.level, f.period_type
