"""Measuring the hub: load, figures, and private servers to measure against."""
