"""The residents' screens."""
