-- School years of circumstances that are not policy and coincide with it, such as corona.
-- Grain: one row per circumstance and school year.
-- Parameters: none.
SELECT
    context_id, school_year, name_nl, name_en, text_nl, text_en, source_id, sort
FROM context_period
ORDER BY
    sort, context_id, school_year
