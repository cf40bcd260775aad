"""Two doors to one decision give one answer; and a write that row-level security lets touch nothing says why."""

TESTS = []
