"""Global keys: one listener contract, one file a back-end."""
