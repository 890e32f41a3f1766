"""The gate: what departments want from the grids is admitted by the street, or not."""
