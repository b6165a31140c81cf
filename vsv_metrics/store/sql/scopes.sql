-- What a page can show: the scopes that have figures.
-- Grain: one row per scope.
-- Parameters: none.
SELECT DISTINCT
    scope
FROM occurrence
ORDER BY
    scope
