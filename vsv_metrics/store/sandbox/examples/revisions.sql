-- What the publications after the first one changed in the national count.
-- Grain: one row per series, school year and publication round.
-- Parameters: none.
SELECT
    series_id, period_start, vintage_rank, published_on, obs_status, value,
    value - lag(value) OVER (PARTITION BY series_id, piece, period_start ORDER BY vintage_rank) AS change
FROM observations
WHERE indicator_id = 'new_leavers' AND region_code = 'NL' AND measure = 'numerator' AND is_total
QUALIFY count(*) OVER (PARTITION BY series_id, piece, period_start) > 1
ORDER BY series_id, period_start, vintage_rank
