-- How many rows each data set has in the two tables of figures.
-- Grain: one row per table and data set.
-- Parameters: none.
SELECT
    'figure' AS source, dataset, count(*) AS n
FROM figure
GROUP BY ALL
UNION ALL
SELECT
    'observation' AS source, dataset, count(*) AS n
FROM observation
GROUP BY ALL
ORDER BY
    source, dataset
