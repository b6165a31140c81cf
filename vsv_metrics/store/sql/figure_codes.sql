-- A part of the figures of statement `figures`, without what their codes and the question say already: a third of the bytes.
-- Grain: that of `figure`, in its order.
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
--   $position_from        first position; null: no limit, see `figure_positions`
--   $position_to          last position; null: no limit
SELECT
    series_id, piece, region_code, period_type, period,
    sector, level, learning_path, age_group, sex,
    origin, programme, absence_reported, month_left, month_last_reported,
    qualification, outcome, moment, characteristic, institution,
    coverage,
    numerator, denominator,
    numerator_lower, numerator_upper, denominator_lower, denominator_upper,
    rate_pct, rate_lower, rate_upper, rate_basis, rate_digits,
    interval_lower, interval_upper,
    obs_status, "precision", vintage_rank, published_on, source_id,
    rate_status, rate_source_id, missing_reason, flags
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
    AND ($position_from::BIGINT IS NULL OR "position" >= $position_from)
    AND ($position_to::BIGINT IS NULL OR "position" <= $position_to)
ORDER BY
    "position"
