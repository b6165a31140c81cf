-- Observations by where their figures stand in table `figure`; cells beside one another, of so many observations, make a part.
-- Grain: one row per data set, indicator, set of breakdowns and region, in no order.
-- Parameters:
--   $most_rows   required: observations after which another part begins
WITH counted AS (
    SELECT
        dataset, indicator_id, breakdowns, region_code,
        max(piece) AS last_piece,
        count(*) AS observations
    FROM observation
    INNER JOIN combination USING (
        sector, level, learning_path, age_group, sex,
        origin, programme, absence_reported, month_left, month_last_reported,
        qualification, outcome, moment, characteristic, institution
    )
    GROUP BY
        ALL
)
SELECT
    dataset, indicator_id, breakdowns, region_code, last_piece,
    CAST((sum(observations) OVER (ORDER BY dataset, indicator_id, breakdowns, region_code) - 1) // $most_rows AS INTEGER) AS part
FROM counted
