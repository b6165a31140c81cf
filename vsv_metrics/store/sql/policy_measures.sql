-- Action lines, actions, measures, priorities and points of attention, with the instrument they stand in.
-- Grain: one row per measure.
-- Parameters: none.
-- A measure without a day of its own has that of its instrument in announced_on.
SELECT
    m.measure_id, m.kind, m.instrument_id, i.name_nl AS instrument_name_nl, i.name_en AS instrument_name_en,
    m.name_nl, m.name_en, m.text_nl, m.text_en,
    coalesce(m.announced_on, i.announced_on) AS announced_on,
    coalesce(m.announced_precision, i.announced_precision) AS announced_precision,
    m.starts_on, m.ends_on, m.period_precision,
    m.executor_nl, m.executor_en, m.budget_nl, m.budget_en, m.works_on, m.action_line, m.line_basis,
    m.region_code, m.source_id, m.sort
FROM policy_measure AS m
LEFT JOIN policy_instrument AS i USING (instrument_id)
ORDER BY
    m.sort, m.measure_id
