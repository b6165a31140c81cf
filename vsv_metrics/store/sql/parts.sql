-- Members with figures on new leavers in one area, where one breakdown is not at its total: what may be broken down by, and when.
-- Grain: one row per breakdown, series, period, sector and member.
-- Parameters:
--   $dataset       required: published, local or demo
--   $region_code   required
-- Breakdowns inside a sector (level, learning path) name their sector; a cross of two other breakdowns is left out.
WITH named AS (
    SELECT
        series_id, period, sector,
        list_filter(
            [
                {'breakdown': 'sector', 'code': sector},
                {'breakdown': 'level', 'code': level},
                {'breakdown': 'learning_path', 'code': learning_path},
                {'breakdown': 'age_group', 'code': age_group},
                {'breakdown': 'sex', 'code': sex},
                {'breakdown': 'origin', 'code': origin},
                {'breakdown': 'programme', 'code': programme},
                {'breakdown': 'absence_reported', 'code': absence_reported},
                {'breakdown': 'month_left', 'code': month_left},
                {'breakdown': 'month_last_reported', 'code': month_last_reported},
                {'breakdown': 'qualification', 'code': qualification},
                {'breakdown': 'outcome', 'code': outcome},
                {'breakdown': 'moment', 'code': moment},
                {'breakdown': 'characteristic', 'code': characteristic}
            ],
            lambda part: part.code <> 'total'
        ) AS parts
    FROM figure
    WHERE
        dataset = $dataset
        AND region_code = $region_code
        AND indicator_id = 'new_leavers'
        AND coverage = 'whole'
        AND (numerator IS NOT NULL OR rate_pct IS NOT NULL OR missing_reason IS NOT NULL)
)
SELECT DISTINCT
    parts[-1].breakdown AS breakdown, series_id, period, sector, parts[-1].code AS code
FROM named
WHERE
    len(parts) = 1
    OR (len(parts) = 2 AND parts[1].breakdown = 'sector' AND parts[2].breakdown IN ('level', 'learning_path'))
ORDER BY
    breakdown, series_id, period, sector, code
