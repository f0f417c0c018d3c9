"""Compares the planners: which buys when, and how far that is from what hindsight would do."""
