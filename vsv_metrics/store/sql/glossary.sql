-- Terms and what they mean.
-- Grain: one row per term.
-- Parameters: none.
SELECT
    term_id, term_nl, term_en, meaning_nl, meaning_en, sort
FROM glossary
ORDER BY
    sort, term_id
