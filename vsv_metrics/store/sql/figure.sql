-- The figures as they are shown: the newest vintage of each measure, and the rate. What table `figure` is made of (store.figures).
-- Grain: one row per dataset, series, piece, indicator, region, period, breakdowns and coverage.
-- Parameters: none.
-- The rate is that of the newest vintage that has one: from counts when that vintage holds numerator and denominator
-- (rate_basis `counts`), else the percentage it publishes (`published`). Counts of two vintages are never divided.
-- Status, source, vintage, missing reason and flags are those of the numerator, else the rate, else the denominator.
-- Bounds come from rounding or suppression; null when exact.
-- `scope` is what a page may show together: a data set, and apart from it (`local_part`) its figures that count a part of a region only.
-- `slice` names the breakdowns that are not at their total with their member, in the order of the columns, each with a blank
-- behind it (`sector=mbo level=mbo1 `); it is empty for a total. `position` is the order in which figures are given
-- and read: by series, kind of area, name of the area and year, and totals before parts.
-- `breakdowns` names the columns of `slice` alone (`sector level`). Figures with the same breakdowns lie together, each area's side
-- by side: a page reads few blocks, however many figures with other breakdowns there are.
WITH sorts AS (
    SELECT map_from_entries(list((breakdown || '=' || code, sort))) AS of
    FROM member
),
slices AS (
    SELECT
        combination.*,
        concat(
            CASE WHEN sector <> 'total' THEN 'sector=' || sector || ' ' END,
            CASE WHEN level <> 'total' THEN 'level=' || level || ' ' END,
            CASE WHEN learning_path <> 'total' THEN 'learning_path=' || learning_path || ' ' END,
            CASE WHEN age_group <> 'total' THEN 'age_group=' || age_group || ' ' END,
            CASE WHEN sex <> 'total' THEN 'sex=' || sex || ' ' END,
            CASE WHEN origin <> 'total' THEN 'origin=' || origin || ' ' END,
            CASE WHEN programme <> 'total' THEN 'programme=' || programme || ' ' END,
            CASE WHEN absence_reported <> 'total' THEN 'absence_reported=' || absence_reported || ' ' END,
            CASE WHEN month_left <> 'total' THEN 'month_left=' || month_left || ' ' END,
            CASE WHEN month_last_reported <> 'total' THEN 'month_last_reported=' || month_last_reported || ' ' END,
            CASE WHEN qualification <> 'total' THEN 'qualification=' || qualification || ' ' END,
            CASE WHEN outcome <> 'total' THEN 'outcome=' || outcome || ' ' END,
            CASE WHEN moment <> 'total' THEN 'moment=' || moment || ' ' END,
            CASE WHEN characteristic <> 'total' THEN 'characteristic=' || characteristic || ' ' END,
            CASE WHEN institution <> 'total' THEN 'institution=' || institution || ' ' END
        ) AS slice,
        regexp_replace(trim(slice), '=[^ ]+', '', 'g') AS breakdowns,
        row_number() OVER (
            ORDER BY
                coalesce(sorts.of['sector=' || sector], 0), sector,
                coalesce(sorts.of['level=' || level], 0), level,
                coalesce(sorts.of['learning_path=' || learning_path], 0), learning_path,
                coalesce(sorts.of['age_group=' || age_group], 0), age_group,
                coalesce(sorts.of['sex=' || sex], 0), sex,
                coalesce(sorts.of['origin=' || origin], 0), origin,
                coalesce(sorts.of['programme=' || programme], 0), programme,
                coalesce(sorts.of['absence_reported=' || absence_reported], 0), absence_reported,
                coalesce(sorts.of['month_left=' || month_left], 0), month_left,
                coalesce(sorts.of['month_last_reported=' || month_last_reported], 0), month_last_reported,
                coalesce(sorts.of['qualification=' || qualification], 0), qualification,
                coalesce(sorts.of['outcome=' || outcome], 0), outcome,
                coalesce(sorts.of['moment=' || moment], 0), moment,
                coalesce(sorts.of['characteristic=' || characteristic], 0), characteristic,
                coalesce(sorts.of['institution=' || institution], 0), institution
        ) AS rank
    FROM (
        SELECT DISTINCT
            sector, level, learning_path, age_group, sex,
            origin, programme, absence_reported, month_left, month_last_reported,
            qualification, outcome, moment, characteristic, institution
        FROM observation
    ) AS combination
    CROSS JOIN sorts
),
ranked AS (
    SELECT
        observation.* EXCLUDE (
            sector, level, learning_path, age_group, sex,
            origin, programme, absence_reported, month_left, month_last_reported,
            qualification, outcome, moment, characteristic, institution
        ),
        slices.rank AS slice_rank,
        CASE measure WHEN 'numerator' THEN 1 WHEN 'rate' THEN 2 WHEN 'denominator' THEN 3 ELSE 4 END AS measure_order,
        row_number() OVER (
            PARTITION BY
                dataset, series_id, piece, indicator_id, region_code,
                period_type, period_start,
                coverage, slice_rank, measure
            ORDER BY vintage_rank DESC
        ) AS age
    FROM observation
    INNER JOIN slices USING (
        sector, level, learning_path, age_group, sex,
        origin, programme, absence_reported, month_left, month_last_reported,
        qualification, outcome, moment, characteristic, institution
    )
),
newest AS (
    SELECT
        dataset, series_id, piece, indicator_id, region_code,
        period_type, period_start,
        coverage, slice_rank,
        max(value) FILTER (measure = 'numerator') AS numerator,
        max(value) FILTER (measure = 'denominator') AS denominator,
        max(value) FILTER (measure = 'complement') AS complement,
        max(lower) FILTER (measure = 'numerator') AS numerator_lower,
        max(upper) FILTER (measure = 'numerator') AS numerator_upper,
        max(lower) FILTER (measure = 'denominator') AS denominator_lower,
        max(upper) FILTER (measure = 'denominator') AS denominator_upper,
        arg_min(
            struct_pack(
                obs_status := obs_status, exactness := "precision", vintage_rank := vintage_rank,
                published_on := published_on, source_id := source_id, missing_reason := missing_reason, flags := flags
            ),
            measure_order
        ) AS chief
    FROM ranked
    WHERE age = 1
    GROUP BY ALL
),
vintage AS (
    SELECT
        dataset, series_id, piece, indicator_id, region_code,
        period_type, period_start,
        coverage, slice_rank,
        vintage_rank,
        max(value) FILTER (measure = 'numerator') AS n,
        max(value) FILTER (measure = 'denominator') AS d,
        max(value) FILTER (measure = 'rate') AS published,
        max(lower) FILTER (measure = 'numerator') AS n_lower,
        max(upper) FILTER (measure = 'numerator') AS n_upper,
        max(lower) FILTER (measure = 'denominator') AS d_lower,
        max(upper) FILTER (measure = 'denominator') AS d_upper,
        max(lower) FILTER (measure = 'rate') AS published_lower,
        max(upper) FILTER (measure = 'rate') AS published_upper,
        arg_min(obs_status, measure_order) FILTER (measure_order IN (1, 3)) AS counts_status,
        arg_min(source_id, measure_order) FILTER (measure_order IN (1, 3)) AS counts_source_id,
        max(obs_status) FILTER (measure = 'rate') AS published_status,
        max(source_id) FILTER (measure = 'rate') AS published_source_id
    FROM ranked
    GROUP BY ALL
    HAVING bool_or(measure = 'rate') OR (bool_or(measure = 'numerator') AND bool_or(measure = 'denominator'))
),
rate AS (
    SELECT
        *,
        n IS NOT NULL AND nullif(d, 0) IS NOT NULL AS from_counts,
        coalesce(n_lower, n_upper, d_lower, d_upper) IS NOT NULL AS is_bounded,
        100.0 * coalesce(n_lower, n) / nullif(coalesce(d_upper, d), 0) AS counts_lower,
        least(100.0, 100.0 * coalesce(n_upper, n) / nullif(coalesce(d_lower, d), 0)) AS counts_upper
    FROM vintage
    QUALIFY row_number() OVER (
        PARTITION BY
            dataset, series_id, piece, indicator_id, region_code,
            period_type, period_start,
            coverage, slice_rank
        ORDER BY vintage_rank DESC
    ) = 1
)
SELECT
    newest.dataset, newest.series_id, newest.piece, newest.indicator_id, newest.region_code,
    newest.period_type, newest.period_start,
    slices.sector, slices.level, slices.learning_path, slices.age_group, slices.sex,
    slices.origin, slices.programme, slices.absence_reported, slices.month_left, slices.month_last_reported,
    slices.qualification, slices.outcome, slices.moment, slices.characteristic, slices.institution,
    newest.coverage,
    CAST(year(newest.period_start) AS INTEGER) AS period,
    newest.numerator,
    newest.denominator,
    newest.complement,
    newest.numerator_lower,
    newest.numerator_upper,
    newest.denominator_lower,
    newest.denominator_upper,
    CASE WHEN rate.from_counts THEN 100.0 * rate.n / rate.d ELSE rate.published END AS rate_pct,
    CASE
        WHEN NOT rate.from_counts THEN rate.published_lower
        WHEN rate.is_bounded THEN rate.counts_lower
    END AS rate_lower,
    CASE
        WHEN NOT rate.from_counts THEN rate.published_upper
        WHEN rate.is_bounded THEN rate.counts_upper
    END AS rate_upper,
    CASE WHEN rate.from_counts THEN 'counts' WHEN rate.published IS NOT NULL THEN 'published' END AS rate_basis,
    newest.chief.obs_status AS obs_status,
    newest.chief.exactness AS "precision",
    newest.chief.vintage_rank AS vintage_rank,
    newest.chief.published_on AS published_on,
    newest.chief.source_id AS source_id,
    CASE WHEN rate.from_counts THEN rate.counts_status ELSE rate.published_status END AS rate_status,
    rate.vintage_rank AS rate_vintage_rank,
    CASE WHEN rate.from_counts THEN rate.counts_source_id ELSE rate.published_source_id END AS rate_source_id,
    newest.chief.missing_reason AS missing_reason,
    newest.chief.flags AS flags,
    region.level AS region_level,
    region.name_nl AS region_name_nl, region.name_en AS region_name_en,
    series.name_nl AS series_name_nl, series.name_en AS series_name_en, series.producer,
    indicator.name_nl AS indicator_name_nl, indicator.name_en AS indicator_name_en,
    slices.slice, slices.breakdowns,
    newest.dataset || CASE newest.coverage WHEN 'whole' THEN '' ELSE '_part' END AS scope,
    row_number() OVER (
        ORDER BY
            newest.dataset, newest.indicator_id, series.sort, newest.series_id,
            list_position(
                [
                    'country', 'landsdeel', 'province', 'rmc', 'municipality',
                    'size_class', 'part', 'eu', 'eu_country', 'own'
                ],
                region.level
            ),
            region.name_nl, newest.region_code, newest.period_start, newest.piece,
            slices.rank, newest.coverage
    ) AS "position"
FROM newest
LEFT JOIN rate USING (
    dataset, series_id, piece, indicator_id, region_code,
    period_type, period_start,
    coverage, slice_rank
)
INNER JOIN slices ON slices.rank = newest.slice_rank
INNER JOIN region USING (region_code)
INNER JOIN series USING (series_id)
INNER JOIN indicator USING (indicator_id)
ORDER BY
    newest.dataset, newest.indicator_id, slices.breakdowns, newest.region_code, "position"
