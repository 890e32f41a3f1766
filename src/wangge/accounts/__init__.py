"""Who may log in, with what role and over which part of the city."""
