-- A part of the figures of statement `figures`, without what their codes and the question say already: a third of the bytes.
-- Grain: that of `figure`, in no order: who asks puts the rows by `position`, which Arrow does in half the time.
-- Parameters: those of `shared/limits`, and
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
    rate_status, rate_source_id, missing_reason, flags,
    "position"
FROM figure
-- include limits
    AND ($position_from::BIGINT IS NULL OR "position" >= $position_from)
    AND ($position_to::BIGINT IS NULL OR "position" <= $position_to)
