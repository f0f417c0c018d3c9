"""The planners beside each other: who buys when, and how far that is from what hindsight would do."""
