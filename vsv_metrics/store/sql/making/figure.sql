-- A part of table `figure`: the figures as they are shown, the newest vintage of each measure, and the rate.
-- Grain: one row per dataset, series, piece, indicator, region, period, breakdowns and coverage, in no order.
-- Parameters:
--   $part   required: a part of `cell`
-- The rate is that of the newest vintage that has one: from counts when that vintage holds numerator and denominator
-- (rate_basis `counts`), else the percentage it publishes (`published`). Counts of two vintages are never divided.
-- Status, source, vintage, missing reason and flags are those of the numerator, else the rate, else the denominator.
-- Bounds come from rounding or suppression; null when exact.
-- `scope` is what a page may show together: a data set, and apart from it (`local_part`) its figures that count a part of a region only.
-- `position` is the order in which figures are given and read: by data set, indicator, series, kind of area, name of the area,
-- period, and totals before parts. It follows from where each of these stands in its own list, so that parts are made apart.
-- Figures with the same breakdowns lie together, each area's side by side: a page reads few blocks, however many figures with other
-- breakdowns there are.
WITH topic AS (
    SELECT
        dataset, indicator_id,
        row_number() OVER (ORDER BY dataset, indicator_id) AS topic_rank
    FROM (SELECT DISTINCT dataset, indicator_id FROM cell)
),
line AS (
    SELECT
        *,
        row_number() OVER (ORDER BY sort, series_id) AS line_rank
    FROM series
),
area AS (
    SELECT
        *,
        row_number() OVER (
            ORDER BY
                list_position(
                    [
                        'country', 'landsdeel', 'province', 'rmc', 'municipality',
                        'size_class', 'part', 'eu', 'eu_country', 'own'
                    ],
                    level
                ),
                name_nl, region_code
        ) AS area_rank
    FROM region
),
size AS (
    SELECT
        (SELECT count(*) FROM line) AS lines,
        (SELECT count(*) FROM area) AS areas,
        (SELECT count(*) FROM moment) AS moments,
        (SELECT max(last_piece) + 1 FROM cell) AS pieces,
        (SELECT count(*) FROM combination) AS combinations
),
ranked AS (
    SELECT
        observation.* EXCLUDE (
            sector, level, learning_path, age_group, sex,
            origin, programme, absence_reported, month_left, month_last_reported,
            qualification, outcome, moment, characteristic, institution
        ),
        combination.combination_rank,
        CASE measure WHEN 'numerator' THEN 1 WHEN 'rate' THEN 2 WHEN 'denominator' THEN 3 ELSE 4 END AS measure_order,
        row_number() OVER (
            PARTITION BY
                dataset, series_id, piece, indicator_id, region_code,
                period_type, period_start,
                coverage, combination_rank, measure
            ORDER BY vintage_rank DESC
        ) AS age
    FROM observation
    INNER JOIN combination USING (
        sector, level, learning_path, age_group, sex,
        origin, programme, absence_reported, month_left, month_last_reported,
        qualification, outcome, moment, characteristic, institution
    )
    INNER JOIN cell USING (dataset, indicator_id, breakdowns, region_code)
    WHERE cell.part = $part
),
newest AS (
    SELECT
        dataset, series_id, piece, indicator_id, region_code,
        period_type, period_start,
        coverage, combination_rank,
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
        coverage, combination_rank,
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
            coverage, combination_rank
        ORDER BY vintage_rank DESC
    ) = 1
)
SELECT
    newest.dataset, newest.series_id, newest.piece, newest.indicator_id, newest.region_code,
    newest.period_type, newest.period_start,
    combination.sector, combination.level, combination.learning_path, combination.age_group, combination.sex,
    combination.origin, combination.programme, combination.absence_reported, combination.month_left, combination.month_last_reported,
    combination.qualification, combination.outcome, combination.moment, combination.characteristic, combination.institution,
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
    area.level AS region_level,
    area.name_nl AS region_name_nl, area.name_en AS region_name_en,
    line.name_nl AS series_name_nl, line.name_en AS series_name_en, line.producer,
    indicator.name_nl AS indicator_name_nl, indicator.name_en AS indicator_name_en,
    combination.slice, combination.breakdowns,
    newest.dataset || CASE newest.coverage WHEN 'whole' THEN '' ELSE '_part' END AS scope,
    (
        (
            (
                (
                    (topic.topic_rank * size.lines + line.line_rank - 1) * size.areas + area.area_rank - 1
                ) * size.moments + moment.moment_rank - 1
            ) * size.pieces + newest.piece
        ) * size.combinations + newest.combination_rank - 1
    ) * 2 + if(newest.coverage = 'whole', 1, 0) AS "position"
FROM newest
LEFT JOIN rate USING (
    dataset, series_id, piece, indicator_id, region_code,
    period_type, period_start,
    coverage, combination_rank
)
INNER JOIN combination USING (combination_rank)
INNER JOIN area USING (region_code)
INNER JOIN line USING (series_id)
INNER JOIN indicator USING (indicator_id)
INNER JOIN topic USING (dataset, indicator_id)
INNER JOIN moment USING (period_type, period_start)
CROSS JOIN size
