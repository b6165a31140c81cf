-- What was drawn from each publication.
-- Grain: one row per publication, data set, series and indicator.
-- Parameters: none.
SELECT
    source_id, dataset, series_id, indicator_id,
    count(value) AS value_count,
    count(*) AS observations
FROM observation
GROUP BY
    ALL
ORDER BY
    source_id, dataset, series_id, indicator_id
