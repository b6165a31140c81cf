-- Fictional figures of the provinces in their newest year, to see what can be asked.
-- Grain: one row per province.
-- Parameters: none.
SELECT region_code, region_name_nl, period, numerator, denominator, round(rate_pct, 2) AS rate_pct
FROM demo_figures
WHERE indicator_id = 'new_leavers' AND region_level = 'province' AND is_total
QUALIFY period = max(period) OVER ()
ORDER BY rate_pct DESC, region_code
