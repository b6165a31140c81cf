-- Figures for key numbers and charts: a breakdown not asked for stays at its total, so sums and parts never mix.
-- Grain: that of `figure`, in its order: indicator, series, region, period, piece, breakdowns.
-- Parameters: those of `shared/limits`.
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
-- include limits
ORDER BY
    "position"
