"""From sound to text: one recogniser contract, the cloud's and the embedded engine."""
