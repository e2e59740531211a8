"""Articles become an index on disk, and an index in memory."""
