"""The dashboard and what people could use instead, side by side: the same figures, tasks, machine and browser."""
