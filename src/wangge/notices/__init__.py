"""Notices: passed on level by level with receipts, and the tickets that came in about them all the same."""
