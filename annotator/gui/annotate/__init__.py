"""The Annotate workspace: queue, article and inspector."""
