-- The areas of which a percentage is known among the figures of statement `figures`.
-- Grain: one row per area, in no order.
-- Parameters: those of `shared/limits`.
SELECT DISTINCT
    region_code
FROM figure
-- include limits
    AND rate_pct IS NOT NULL
