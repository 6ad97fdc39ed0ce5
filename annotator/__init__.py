"""A desktop program for labelling actors, treaties, stances and dates in news articles about treaties."""

__version__ = "0.1.0"
