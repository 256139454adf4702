"""Words of the office's own templates."""
