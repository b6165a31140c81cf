-- Which areas lie in, or came out of, which.
-- Grain: one row per pair and kind.
-- Parameters:
--   $part_codes    list; null: every smaller area or successor
--   $whole_codes   list; null: every larger area or predecessor
--   $kind          lies_in or succeeds; null: both
SELECT
    p.part_code, part.level AS part_level, part.name_nl AS part_name_nl, part.name_en AS part_name_en,
    p.whole_code, whole.level AS whole_level, whole.name_nl AS whole_name_nl, whole.name_en AS whole_name_en,
    p.kind, p.division_year, p.basis
FROM region_part AS p
INNER JOIN region AS part ON part.region_code = p.part_code
INNER JOIN region AS whole ON whole.region_code = p.whole_code
WHERE
    ($part_codes::VARCHAR[] IS NULL OR list_contains($part_codes::VARCHAR[], p.part_code))
    AND ($whole_codes::VARCHAR[] IS NULL OR list_contains($whole_codes::VARCHAR[], p.whole_code))
    AND ($kind::VARCHAR IS NULL OR p.kind = $kind)
ORDER BY
    p.kind, whole.level, p.whole_code, part.name_nl, p.part_code
