"""What two processes need: levels, the wire protocol, Redis keys, the config and its checks, logs, background jobs."""
