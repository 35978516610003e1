"""What the program decides: pure, standard library only, no clock, no threads, no I/O."""
