-- What was drawn from each publication.
-- Grain: one row per publication, data set, series and indicator that it has values of.
-- Parameters: none.
-- Every round of publication counts: a figure with a provisional and a revised value has two.
SELECT
    o.source_id, o.dataset, o.series_id, o.indicator_id, count(o.value) AS value_count
FROM observation AS o
GROUP BY
    ALL
ORDER BY
    o.source_id, o.dataset, o.series_id, o.indicator_id
