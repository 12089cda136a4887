"""`python -P -m services.gateway`: one gateway process."""

import argparse
import os
import sys
from pathlib import Path

from services.gateway.server import run

parser = argparse.ArgumentParser(prog="dispatch gateway")
parser.add_argument("--config", type=Path, default=Path("config/router.yaml"))
parser.add_argument("--simulate", action="store_true")
parser.add_argument("--fd", type=int)
parser.add_argument("--redis-url", default=os.environ.get("REDIS_URL") or "redis://localhost:6379/0")
chosen = parser.parse_args()
sys.exit(run(chosen.config, simulate=chosen.simulate, fd=chosen.fd, redis_url=chosen.redis_url))
