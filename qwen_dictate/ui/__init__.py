"""Views only: they show a ViewState and call Wishes."""
