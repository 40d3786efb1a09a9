"""The words of each language, one module each: Python, so that they are there without reading YAML first."""
