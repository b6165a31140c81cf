-- Every vintage of the values of one figure, oldest first: what changed between provisional and revised.
-- Grain: one row per measure and vintage.
-- Parameters:
--   $dataset             required: a scope, see `figure`
--   $series_id           required
--   $indicator_id        required
--   $region_code         required
--   $period_type         required
--   $period              required: (start) year
--   $measure             null: every measure
-- and per breakdown one member in a list; null: `total`:
--   $sector $level $learning_path $age_group $sex $origin $programme $absence_reported $month_left $month_last_reported
--   $qualification $outcome $moment $characteristic $institution
SELECT
    o.measure, o.vintage_rank, o.value, o.unit, o.lower, o.upper, o.obs_status, o."precision",
    o.missing_reason, o.flags, o.piece, o.published_on, o.source_id
FROM observation AS o
WHERE
    o.dataset || CASE o.coverage WHEN 'whole' THEN '' ELSE '_part' END = $dataset
    AND o.series_id = $series_id
    AND o.indicator_id = $indicator_id
    AND o.region_code = $region_code
    AND o.period_type = $period_type
    AND year(o.period_start) = $period
    AND ($measure::VARCHAR IS NULL OR o.measure = $measure)
    AND list_contains(coalesce($sector::VARCHAR[], ['total']), o.sector)
    AND list_contains(coalesce($level::VARCHAR[], ['total']), o.level)
    AND list_contains(coalesce($learning_path::VARCHAR[], ['total']), o.learning_path)
    AND list_contains(coalesce($age_group::VARCHAR[], ['total']), o.age_group)
    AND list_contains(coalesce($sex::VARCHAR[], ['total']), o.sex)
    AND list_contains(coalesce($origin::VARCHAR[], ['total']), o.origin)
    AND list_contains(coalesce($programme::VARCHAR[], ['total']), o.programme)
    AND list_contains(coalesce($absence_reported::VARCHAR[], ['total']), o.absence_reported)
    AND list_contains(coalesce($month_left::VARCHAR[], ['total']), o.month_left)
    AND list_contains(coalesce($month_last_reported::VARCHAR[], ['total']), o.month_last_reported)
    AND list_contains(coalesce($qualification::VARCHAR[], ['total']), o.qualification)
    AND list_contains(coalesce($outcome::VARCHAR[], ['total']), o.outcome)
    AND list_contains(coalesce($moment::VARCHAR[], ['total']), o.moment)
    AND list_contains(coalesce($characteristic::VARCHAR[], ['total']), o.characteristic)
    AND list_contains(coalesce($institution::VARCHAR[], ['total']), o.institution)
ORDER BY
    o.measure, o.vintage_rank, o.period_start
