-- The ten RMC regions with the highest percentage, in the newest year that one series has for regions.
-- Grain: one row per region.
-- Parameters: none.
SELECT region_code, region_name_nl, series_id, period, rate_pct, obs_status
FROM figures
WHERE indicator_id = 'new_leavers' AND region_level = 'rmc' AND is_total AND rate_pct IS NOT NULL
QUALIFY dense_rank() OVER (ORDER BY period DESC, series_id) = 1
ORDER BY rate_pct DESC, region_code
LIMIT 10
