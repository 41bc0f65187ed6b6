"""Queues, who serves them, and the lines in which conversations wait."""
