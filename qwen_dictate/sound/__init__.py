"""Microphones and system sound: devices in, blocks of 16 kHz mono out."""
