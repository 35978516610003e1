"""This computer: paths, log, the settings file, the desktop and its windows."""
