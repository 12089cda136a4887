"""Every route but the hot one, on Quart: health, debug, feedback, metrics, models, openapi."""
