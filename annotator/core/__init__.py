"""What the program knows without a window, a database, a pipeline or a file."""
