"""What is running: version, commit and build time."""

import os
from importlib.metadata import PackageNotFoundError, version
from typing import Final


def _version() -> str:
    try:
        return version("dispatch-router")
    except PackageNotFoundError:
        return "0.0.0+source"


VERSION: Final = _version()
COMMIT: Final = os.environ.get("DISPATCH_COMMIT", "unknown")
"""Set by the image build."""
BUILD_TIME: Final = os.environ.get("DISPATCH_BUILD_TIME", "unknown")
"""Set by the image build, RFC 3339."""
