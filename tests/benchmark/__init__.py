"""How well and how fast pages are read: quality, speed, and the peers beside them. README.md explains it."""
