"""Measures what comes of faults to real processes, in real time: Home Assistant, AppDaemon, the simulator."""
