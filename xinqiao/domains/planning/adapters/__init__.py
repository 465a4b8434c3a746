"""Outside formats of the planning."""
