"""The embedded store and the folder of a build: write-once, switched in whole, readable while it is there. Knows no shapes and no pages."""
