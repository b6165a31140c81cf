-- Which publications the figures come from, and how many each of them gave.
-- Grain: one row per source.
-- Parameters: none.
SELECT sources.publisher, sources.title, sources.published_label, sources.retrieved_on, sources.licence, count(*) AS figures
FROM figures
INNER JOIN sources ON figures.source_id = sources.source_id
GROUP BY ALL
ORDER BY figures DESC, sources.title
