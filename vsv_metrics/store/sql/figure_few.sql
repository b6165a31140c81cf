-- Figures of statement `figures`, a few of them, in half the time: in no order, and with their slice for the members of breakdowns.
-- Grain: that of `figure`; `position` is its order.
-- Parameters: those of `shared/limits`, and
--   $most_rows            required: most rows, any of them
SELECT
    series_id, piece, region_code, period_type, period,
    "position", slice, coverage,
    numerator, denominator,
    numerator_lower, numerator_upper, denominator_lower, denominator_upper,
    rate_pct, rate_lower, rate_upper, rate_basis, rate_digits,
    interval_lower, interval_upper,
    obs_status, "precision", vintage_rank, published_on, source_id,
    rate_status, rate_source_id, missing_reason, flags
FROM figure
-- include limits
LIMIT $most_rows
