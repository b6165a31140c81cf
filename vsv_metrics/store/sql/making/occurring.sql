-- The combinations of members that occur in some regions of one data set.
-- Grain: one row per combination of members, in no order.
-- Parameters:
--   $dataset        required
--   $first_region   required
--   $last_region    required: the last in the order of codes
SELECT DISTINCT
    sector, level, learning_path, age_group, sex,
    origin, programme, absence_reported, month_left, month_last_reported,
    qualification, outcome, moment, characteristic, institution
FROM observation
WHERE
    dataset = $dataset
    AND region_code BETWEEN $first_region AND $last_region
