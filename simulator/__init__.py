"""Simulates the world outside: a house that replays a trace, a car at its plug, and Tesla's service."""
