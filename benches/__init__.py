"""Measurements of the house against a baseline taken in the same run."""
