"""The world outside: a house that relives a trace, a car in front of it, and Tesla's service for it."""
