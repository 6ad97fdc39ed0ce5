"""The page: an article as it is read, with its marks painted under the text."""
