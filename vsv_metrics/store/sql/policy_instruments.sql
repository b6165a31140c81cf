-- Plans, letters, laws and regulations that measures stand in.
-- Grain: one row per instrument.
-- Parameters: none.
SELECT
    instrument_id, name_nl, name_en, announced_on, announced_precision, starts_on, ends_on, text_nl, text_en, source_id, sort
FROM policy_instrument
ORDER BY
    announced_on, sort, instrument_id
