"""Pre-highlighting with spaCy: the only place that imports it."""
