-- The columns of a figure without what its codes and the question say already: a third of the bytes. Statements take this in where
-- they say `include codes`.
-- Grain: that of the statement.
-- Parameters: none.
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
