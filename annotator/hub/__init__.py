"""The one place that talks to PostgreSQL, when a team outgrows files."""
