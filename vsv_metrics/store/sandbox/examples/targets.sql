-- Each national target beside the figure of the school year that it is read as, in the series that the target is set in.
-- Grain: one row per target.
-- Parameters: none.
SELECT
    targets.set_in, targets.target_year, targets.school_year, targets.target_value, targets.outcome,
    figures.series_id, figures.numerator, figures.numerator - targets.target_value AS above_target, figures.obs_status
FROM targets
LEFT JOIN (
    SELECT figures.*
    FROM figures
    INNER JOIN series ON figures.series_id = series.series_id AND series.meets_target
    WHERE figures.is_total AND figures.coverage = 'whole'
) AS figures
    ON
        targets.indicator_id = figures.indicator_id
        AND targets.region_code = figures.region_code
        AND targets.school_year = figures.period
WHERE targets.measure = 'numerator'
ORDER BY targets.set_in, targets.target_year
