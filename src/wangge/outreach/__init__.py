"""Outreach: what staff go and do before anybody asks, and what they did where there was no network."""
