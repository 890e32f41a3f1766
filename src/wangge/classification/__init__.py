"""Which category a text belongs to, or that a person must say; pure, no Django."""
