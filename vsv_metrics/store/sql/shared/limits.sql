-- Which rows of table `figure` a selection asks for; statements take this in where they say `include limits`.
-- Grain: that of the statement.
-- Parameters:
--   $dataset              required: a scope, see `figure`
--   $series_ids           list; null: every series
--   $indicator_ids        list; null: every indicator
--   $region_codes         list; null: every region
--   $region_levels        list; null: every level
--   $period_type          null: every kind
--   $period_from          first (start) year; null: no limit
--   $period_to            last (start) year; null: no limit
--   $slice                regular expression for the whole of column `slice` (see store.slices); null: only totals
WHERE
    scope = $dataset
    AND ($region_codes::VARCHAR[] IS NULL OR region_code IN (SELECT unnest($region_codes::VARCHAR[])))
    AND ($series_ids::VARCHAR[] IS NULL OR list_contains($series_ids::VARCHAR[], series_id))
    AND ($indicator_ids::VARCHAR[] IS NULL OR list_contains($indicator_ids::VARCHAR[], indicator_id))
    AND ($region_levels::VARCHAR[] IS NULL OR list_contains($region_levels::VARCHAR[], region_level))
    AND ($period_type::VARCHAR IS NULL OR period_type = $period_type)
    AND ($period_from::INTEGER IS NULL OR period >= $period_from)
    AND ($period_to::INTEGER IS NULL OR period <= $period_to)
    AND ($slice::VARCHAR IS NOT NULL OR slice = '')
    AND ($slice::VARCHAR IS NULL OR slice IN (FROM slices_like($slice)))
