"""What the field counts, codes and measures with: pure, no Django."""
