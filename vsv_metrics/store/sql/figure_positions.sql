-- Where the figures of statement `figures` stand, so that a long answer is read a part at a time.
-- Grain: that of `figure`, in its order.
-- Parameters: those of `shared/limits`.
SELECT
    "position"
FROM figure
-- include limits
ORDER BY
    "position"
