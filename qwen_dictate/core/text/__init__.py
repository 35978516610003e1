"""From the recognised to the typed text, step by step; every step is a pure function."""
