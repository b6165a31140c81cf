-- Leavers per sector beside each other, by school year, one series.
-- Grain: one row per school year.
-- Parameters: none.
PIVOT (
    SELECT series_id, piece, period, sector, numerator
    FROM figures
    WHERE
        indicator_id = 'new_leavers' AND region_code = 'NL' AND series_id = 'ocw_national'
        AND level = 'total' AND learning_path = 'total' AND age_group = 'total' AND sex = 'total'
)
ON sector
USING max(numerator)
GROUP BY series_id, piece, period
ORDER BY series_id, piece, period
