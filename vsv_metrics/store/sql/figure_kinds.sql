-- Where the figures of statement `figures` stand, and of which kind each is. What any or all figures of a kind lack, carry as a sign or
-- are parts of, its first one does: a few hundred rows answer for all of them.
-- Grain: that of `figure`, in no order. `kind` is a number that says the same of figures that share series, level, set of breakdowns,
-- source, status, precision, reason, flags, decimals, and which numbers are there: counting numbers, not texts, is twice as quick.
-- Parameters: those of `shared/limits`.
SELECT
    "position",
    hash(
        series_id, region_level, breakdowns, source_id, obs_status, "precision", missing_reason, flags, rate_digits,
        numerator IS NULL, denominator IS NULL, rate_pct IS NULL, interval_lower IS NULL, interval_upper IS NULL,
        rate_pct > 0 AND rate_pct < 0.5 / pow(10, rate_digits)
    ) AS kind
FROM figure
-- include limits
