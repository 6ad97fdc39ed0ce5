"""Dialogs: what is asked for once."""
