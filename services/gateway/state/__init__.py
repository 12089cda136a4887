"""What the gateway keeps in Redis: `stats` (counters and ring), `fleet` (leases, degraded state), `config_store` (accepted configs)."""
