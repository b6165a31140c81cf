-- Figures for key numbers and charts: a breakdown not asked for stays at its total, so sums and parts never mix.
-- Grain: that of `figure`, in its order: indicator, series, region, period, piece, breakdowns (rowid, since
-- sorting every answer anew costs more than finding it).
-- Parameters:
--   $dataset              required: published, local or demo
--   $series_ids           list; null: every series
--   $indicator_ids        list; null: every indicator
--   $region_codes         list; null: every region
--   $region_levels        list; null: every level
--   $period_type          null: every kind
--   $period_from          first (start) year; null: no limit
--   $period_to            last (start) year; null: no limit
--   $coverage             null: `whole`
-- and per breakdown a list of its members ('*': every member); null: only `total`:
--   $sector $level $learning_path $age_group $sex $origin $programme $absence_reported $month_left $month_last_reported
--   $qualification $outcome $moment $characteristic
SELECT
    f.dataset, f.series_id, f.piece, f.indicator_id, f.region_code, r.level AS region_level,
    f.period_type, f.period_start, f.period,
    f.sector, f.level, f.learning_path, f.age_group, f.sex,
    f.origin, f.programme, f.absence_reported, f.month_left, f.month_last_reported,
    f.qualification, f.outcome, f.moment, f.characteristic,
    f.coverage,
    f.numerator, f.denominator, f.complement,
    f.numerator_lower, f.numerator_upper, f.denominator_lower, f.denominator_upper,
    f.rate_pct, f.rate_lower, f.rate_upper, f.rate_basis,
    f.obs_status, f."precision", f.vintage_rank, f.published_on, f.source_id,
    f.rate_status, f.rate_vintage_rank, f.rate_source_id, f.missing_reason, f.flags
FROM figure AS f
INNER JOIN region AS r USING (region_code)
WHERE
    f.dataset = $dataset
    AND ($series_ids::VARCHAR[] IS NULL OR list_contains($series_ids::VARCHAR[], f.series_id))
    AND ($indicator_ids::VARCHAR[] IS NULL OR list_contains($indicator_ids::VARCHAR[], f.indicator_id))
    AND ($region_codes::VARCHAR[] IS NULL OR list_contains($region_codes::VARCHAR[], f.region_code))
    AND ($region_levels::VARCHAR[] IS NULL OR list_contains($region_levels::VARCHAR[], r.level))
    AND ($period_type::VARCHAR IS NULL OR f.period_type = $period_type)
    AND ($period_from::INTEGER IS NULL OR f.period >= $period_from)
    AND ($period_to::INTEGER IS NULL OR f.period <= $period_to)
    AND f.coverage = coalesce($coverage::VARCHAR, 'whole')
    AND list_has_any(coalesce($sector::VARCHAR[], ['total']), ['*', f.sector])
    AND list_has_any(coalesce($level::VARCHAR[], ['total']), ['*', f.level])
    AND list_has_any(coalesce($learning_path::VARCHAR[], ['total']), ['*', f.learning_path])
    AND list_has_any(coalesce($age_group::VARCHAR[], ['total']), ['*', f.age_group])
    AND list_has_any(coalesce($sex::VARCHAR[], ['total']), ['*', f.sex])
    AND list_has_any(coalesce($origin::VARCHAR[], ['total']), ['*', f.origin])
    AND list_has_any(coalesce($programme::VARCHAR[], ['total']), ['*', f.programme])
    AND list_has_any(coalesce($absence_reported::VARCHAR[], ['total']), ['*', f.absence_reported])
    AND list_has_any(coalesce($month_left::VARCHAR[], ['total']), ['*', f.month_left])
    AND list_has_any(coalesce($month_last_reported::VARCHAR[], ['total']), ['*', f.month_last_reported])
    AND list_has_any(coalesce($qualification::VARCHAR[], ['total']), ['*', f.qualification])
    AND list_has_any(coalesce($outcome::VARCHAR[], ['total']), ['*', f.outcome])
    AND list_has_any(coalesce($moment::VARCHAR[], ['total']), ['*', f.moment])
    AND list_has_any(coalesce($characteristic::VARCHAR[], ['total']), ['*', f.characteristic])
ORDER BY
    f.rowid
