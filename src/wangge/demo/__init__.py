"""Invented places and people and a simulated day, through public actions only."""
