"""What the server counts about itself; no label ever holds a person, a path or a unit.

Several processes count together where PROMETHEUS_MULTIPROC_DIR is set before this is
imported (danvan/config/wsgi.py); elsewhere each counts for itself.
"""

from prometheus_client import Counter, Histogram

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("danvan_requests", "Requests answered", ["view", "method", "status"])
SECONDS = Histogram(
    "danvan_request_seconds", "Time to answer a request", ["view"], buckets=BUCKETS
)
FAULTS = Counter(
    "danvan_faults",
    "Requests that failed: by what stood in the way, or fault",
    ["cause"],
)
UPLOADS_REFUSED = Counter("danvan_uploads_refused", "Files that were sent and not kept")
SIGN_INS_FAILED = Counter(
    "danvan_sign_ins_failed", "Attempts to sign in that were refused"
)
