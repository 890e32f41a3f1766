"""The districting engine: buildings in, contiguous balanced grids out; pure, no Django."""
