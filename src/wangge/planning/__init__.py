"""Drafts of a community's grids and their adoption on a date."""
