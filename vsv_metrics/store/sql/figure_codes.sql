-- A part of the figures of statement `figures`, their columns as in `shared/codes`.
-- Grain: that of `figure`, in no order: who asks puts the rows by `position`, which Arrow does in half the time.
-- Parameters: those of `shared/limits`, and
--   $position_from        first position; null: no limit, see `figure_positions`
--   $position_to          last position; null: no limit
--   $positions            list; null: every position
-- include codes
-- include limits
    AND ($position_from::BIGINT IS NULL OR "position" >= $position_from)
    AND ($position_to::BIGINT IS NULL OR "position" <= $position_to)
    AND ($positions::BIGINT[] IS NULL OR "position" IN (SELECT unnest($positions::BIGINT[])))
