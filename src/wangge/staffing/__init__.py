"""Posts, the people appointed to them, departments and working days."""
