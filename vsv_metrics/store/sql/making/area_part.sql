-- What figures on new leavers are split by in each area, and when.
-- Grain: one row per scope, region, series, period and slice.
-- Parameters: none.
-- Levels and learning paths are given within their sector; a cross of two other breakdowns is left out, and so are members that are
-- no part of a whole, of which there may be thousands.
SELECT DISTINCT
    scope, region_code, series_id, period, slice
FROM figure
WHERE
    indicator_id = 'new_leavers'
    AND slice IN (
        SELECT slices.slice
        FROM slices
        INNER JOIN member ON member.breakdown || '=' || member.code = string_split(trim(slices.slice), ' ')[-1]
        WHERE
            regexp_full_match(slices.slice, '[a-z_]+=[^ ]+ |sector=[^ ]+ (level|learning_path)=[^ ]+ ')
            AND member."partition" IS NOT NULL
    )
    AND (numerator IS NOT NULL OR rate_pct IS NOT NULL OR missing_reason IS NOT NULL)
ORDER BY
    scope, region_code, series_id, period, slice
