-- Figures for key numbers and charts: a breakdown not asked for stays at its total, so sums and parts never mix.
-- Grain: that of `figure`, in its order: indicator, series, region, period, piece, breakdowns.
-- Parameters:
--   $dataset              required: a scope, see `figure`
--   $series_ids           list; null: every series
--   $indicator_ids        list; null: every indicator
--   $region_codes         list; null: every region
--   $region_levels        list; null: every level
--   $period_type          null: every kind
--   $period_from          first (start) year; null: no limit
--   $period_to            last (start) year; null: no limit
--   $slice                regular expression for the whole of column `slice` (see store.slices); null: only totals
SELECT
    dataset, series_id, piece, indicator_id, region_code, region_level,
    period_type, period_start, period,
    sector, level, learning_path, age_group, sex,
    origin, programme, absence_reported, month_left, month_last_reported,
    qualification, outcome, moment, characteristic, institution,
    coverage,
    numerator, denominator, complement,
    numerator_lower, numerator_upper, denominator_lower, denominator_upper,
    rate_pct, rate_lower, rate_upper, rate_basis, rate_digits,
    interval_lower, interval_upper,
    obs_status, "precision", vintage_rank, published_on, source_id,
    rate_status, rate_vintage_rank, rate_source_id, missing_reason, flags,
    region_name_nl, region_name_en, series_name_nl, series_name_en, producer,
    indicator_name_nl, indicator_name_en
FROM figure
WHERE
    scope = $dataset
    AND ($region_codes::VARCHAR[] IS NULL OR region_code IN (SELECT unnest($region_codes::VARCHAR[])))
    AND ($series_ids::VARCHAR[] IS NULL OR list_contains($series_ids::VARCHAR[], series_id))
    AND ($indicator_ids::VARCHAR[] IS NULL OR list_contains($indicator_ids::VARCHAR[], indicator_id))
    AND ($region_levels::VARCHAR[] IS NULL OR list_contains($region_levels::VARCHAR[], region_level))
    AND ($period_type::VARCHAR IS NULL OR period_type = $period_type)
    AND ($period_from::INTEGER IS NULL OR period >= $period_from)
    AND ($period_to::INTEGER IS NULL OR period <= $period_to)
    AND ($slice::VARCHAR IS NOT NULL OR slice = '')
    AND ($slice::VARCHAR IS NULL OR slice IN (SELECT slices.slice FROM slices WHERE regexp_full_match(slices.slice, $slice)))
ORDER BY
    "position"
