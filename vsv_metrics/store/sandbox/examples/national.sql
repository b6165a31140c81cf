-- New leavers in the country, each series apart: what may be compared stands together.
-- Grain: one row per series, piece and school year.
-- Parameters: none.
SELECT series_id, piece, period, numerator, denominator, round(rate_pct, 2) AS rate_pct, obs_status
FROM figures
WHERE indicator_id = 'new_leavers' AND region_code = 'NL' AND is_total
ORDER BY series_id, piece, period
