-- Where the figures of statement `figures` stand, so that a long answer is read a part at a time.
-- Grain: that of `figure`, in no order: numpy sorts them in half the time.
-- Parameters: those of `shared/limits`.
SELECT
    "position"
FROM figure
-- include limits
