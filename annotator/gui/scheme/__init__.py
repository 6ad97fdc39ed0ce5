"""The scheme editor: what may be marked, changed without a line of TOML."""
