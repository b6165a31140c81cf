-- Regions of one data set beside one another, with so many incoming observations, to be read at once.
-- Grain: one row per run; in the order of table `observation`.
-- Parameters:
--   $most_rows   required: observations after which another run begins
WITH counted AS (
    SELECT
        dataset, region_code, count(*) AS observations
    FROM incoming
    GROUP BY
        ALL
),
numbered AS (
    SELECT
        dataset, region_code,
        (sum(observations) OVER (PARTITION BY dataset ORDER BY region_code) - 1) // $most_rows AS run
    FROM counted
)
SELECT
    dataset, min(region_code) AS first_region, max(region_code) AS last_region
FROM numbered
GROUP BY
    dataset, run
ORDER BY
    dataset, first_region
