"""Training of the block labeller; see README.md."""
