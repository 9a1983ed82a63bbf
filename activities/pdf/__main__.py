import json
import resource
import sys

CPU_SECONDS = 30
MEMORY_BYTES = 2 * 2**30  # address space; what it really uses is some 330 MB
NO_LIBRARY, OK = 3, 0


def main() -> int:
    """Read {"html", "css"} from the input, write the PDF to the output. Nothing is fetched: no file, no network."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    page = json.loads(sys.stdin.buffer.read())
    try:
        from weasyprint import CSS, HTML  # only now: the limits must stand first, and it may be missing
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError):  # OSError: Pango is not installed
        return NO_LIBRARY
    nothing = URLFetcher(allowed_protocols=())
    document = HTML(string=page["html"], url_fetcher=nothing)
    sys.stdout.buffer.write(document.write_pdf(stylesheets=[CSS(string=page["css"], url_fetcher=nothing)]))
    return OK


if __name__ == "__main__":
    sys.exit(main())
