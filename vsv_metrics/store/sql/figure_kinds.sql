-- The first of each kind of figure among those of statement `figures`, their columns as in `shared/codes`. What any or all figures
-- of a kind lack, carry as a sign or are parts of, its first one does: a few hundred rows answer for all of them.
-- Grain: one row per series, level, set of breakdowns, source, status, precision, reason, flags, decimals, and numbers that are there
-- or not; in no order.
-- Parameters: those of `shared/limits`.
-- include codes
WHERE
    "position" IN (
        SELECT min("position")
        FROM figure
-- include limits
        GROUP BY
            series_id, region_level, breakdowns, source_id, obs_status, "precision", missing_reason, flags, rate_digits,
            numerator IS NULL, denominator IS NULL, rate_pct IS NULL, interval_lower IS NULL, interval_upper IS NULL,
            rate_pct > 0 AND rate_pct < 0.5 / pow(10, rate_digits)
    )
