"""Config: pydantic models of every YAML file that people write, and the project they make together."""
