-- How many rows each data set has in the two tables of figures.
-- Grain: one row per table and data set.
-- Parameters: none.
SELECT
    'figure' AS source, dataset, sum(figures)::BIGINT AS n
FROM occurrence
GROUP BY ALL
UNION ALL
SELECT
    'observation' AS source, dataset, sum(observations)::BIGINT AS n
FROM source_use
GROUP BY ALL
ORDER BY
    source, dataset
