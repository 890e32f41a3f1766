"""Tags and filters of the design system, known to every template."""
