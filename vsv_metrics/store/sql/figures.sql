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
    f.rate_status, f.rate_vintage_rank, f.rate_source_id, f.missing_reason, f.flags,
    r.name_nl AS region_name_nl, r.name_en AS region_name_en,
    s.name_nl AS series_name_nl, s.name_en AS series_name_en, s.producer,
    i.name_nl AS indicator_name_nl, i.name_en AS indicator_name_en
FROM figure AS f
INNER JOIN region AS r USING (region_code)
INNER JOIN series AS s USING (series_id)
INNER JOIN indicator AS i USING (indicator_id)
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
    AND (list_contains(coalesce($sector::VARCHAR[], ['total']), f.sector) OR list_contains($sector::VARCHAR[], '*'))
    AND (list_contains(coalesce($level::VARCHAR[], ['total']), f.level) OR list_contains($level::VARCHAR[], '*'))
    AND (list_contains(coalesce($learning_path::VARCHAR[], ['total']), f.learning_path) OR list_contains($learning_path::VARCHAR[], '*'))
    AND (list_contains(coalesce($age_group::VARCHAR[], ['total']), f.age_group) OR list_contains($age_group::VARCHAR[], '*'))
    AND (list_contains(coalesce($sex::VARCHAR[], ['total']), f.sex) OR list_contains($sex::VARCHAR[], '*'))
    AND (list_contains(coalesce($origin::VARCHAR[], ['total']), f.origin) OR list_contains($origin::VARCHAR[], '*'))
    AND (list_contains(coalesce($programme::VARCHAR[], ['total']), f.programme) OR list_contains($programme::VARCHAR[], '*'))
    AND (list_contains(coalesce($absence_reported::VARCHAR[], ['total']), f.absence_reported) OR list_contains($absence_reported::VARCHAR[], '*'))
    AND (list_contains(coalesce($month_left::VARCHAR[], ['total']), f.month_left) OR list_contains($month_left::VARCHAR[], '*'))
    AND (list_contains(coalesce($month_last_reported::VARCHAR[], ['total']), f.month_last_reported) OR list_contains($month_last_reported::VARCHAR[], '*'))
    AND (list_contains(coalesce($qualification::VARCHAR[], ['total']), f.qualification) OR list_contains($qualification::VARCHAR[], '*'))
    AND (list_contains(coalesce($outcome::VARCHAR[], ['total']), f.outcome) OR list_contains($outcome::VARCHAR[], '*'))
    AND (list_contains(coalesce($moment::VARCHAR[], ['total']), f.moment) OR list_contains($moment::VARCHAR[], '*'))
    AND (list_contains(coalesce($characteristic::VARCHAR[], ['total']), f.characteristic) OR list_contains($characteristic::VARCHAR[], '*'))
ORDER BY
    f.rowid
