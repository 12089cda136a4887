"""`python -P -m services.classifier`: one classifier worker."""

import argparse
import os
import sys

from services.classifier.worker import run

parser = argparse.ArgumentParser(prog="dispatch classifier")
parser.add_argument("--redis-url", default=os.environ.get("REDIS_URL") or "redis://localhost:6379/0")
sys.exit(run(parser.parse_args().redis_url))
