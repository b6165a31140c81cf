-- What was drawn from each publication.
-- Grain: one row per publication, data set, series and indicator that it has values of.
-- Parameters: none.
-- Every round of publication counts: a figure with a provisional and a revised value has two.
SELECT
    source_id, dataset, series_id, indicator_id, value_count
FROM source_use
ORDER BY
    source_id, dataset, series_id, indicator_id
