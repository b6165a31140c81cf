-- What a table can be made of, so that its filters offer only that.
-- Grain: one row per indicator, series, level of area, kind of period, sector and set of breakdowns.
-- Parameters:
--   $dataset   required
-- `breakdowns` lists the columns with a member other than the total, separated by a blank; empty for totals.
SELECT
    f.indicator_id, f.series_id, r.level, f.period_type, f.sector,
    concat_ws(
        ' ',
        CASE WHEN f.sector <> 'total' THEN 'sector' END,
        CASE WHEN f.level <> 'total' THEN 'level' END,
        CASE WHEN f.learning_path <> 'total' THEN 'learning_path' END,
        CASE WHEN f.age_group <> 'total' THEN 'age_group' END,
        CASE WHEN f.sex <> 'total' THEN 'sex' END,
        CASE WHEN f.origin <> 'total' THEN 'origin' END,
        CASE WHEN f.programme <> 'total' THEN 'programme' END,
        CASE WHEN f.absence_reported <> 'total' THEN 'absence_reported' END,
        CASE WHEN f.month_left <> 'total' THEN 'month_left' END,
        CASE WHEN f.month_last_reported <> 'total' THEN 'month_last_reported' END,
        CASE WHEN f.qualification <> 'total' THEN 'qualification' END,
        CASE WHEN f.outcome <> 'total' THEN 'outcome' END,
        CASE WHEN f.moment <> 'total' THEN 'moment' END,
        CASE WHEN f.characteristic <> 'total' THEN 'characteristic' END
    ) AS breakdowns,
    min(f.period) AS first_period,
    max(f.period) AS last_period
FROM figure AS f
INNER JOIN region AS r USING (region_code)
WHERE
    f.dataset = $dataset
    AND f.coverage = 'whole'
GROUP BY
    ALL
ORDER BY
    f.indicator_id, f.series_id, r.level, f.period_type, f.sector, breakdowns
