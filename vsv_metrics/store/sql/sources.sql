-- Publications that figures were taken from.
-- Grain: one row per publication.
-- Parameters:
--   $source_ids   list; null: every source
SELECT
    source_id, title, publisher, address, licence, published_on, published_label, retrieved_on, sha256,
    is_secondary, note_nl, note_en
FROM source
WHERE
    ($source_ids::VARCHAR[] IS NULL OR list_contains($source_ids::VARCHAR[], source_id))
ORDER BY
    publisher, title, source_id
