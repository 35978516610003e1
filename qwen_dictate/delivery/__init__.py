"""Text into the window it was meant for, with a receipt, or kept."""
