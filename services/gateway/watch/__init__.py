"""Files that change while the gateway runs: `file_poll` notices, `config_watch` and `api_key_watch` act."""
