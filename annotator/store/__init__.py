"""The project file: SQLite, and nothing else touches it."""
