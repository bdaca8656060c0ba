"""One small reader per raster format: size, turn and metadata from the header, never a pixel."""
