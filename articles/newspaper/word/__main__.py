import io
import json
import resource
import sys

CPU_SECONDS = 5  # the largest file that is let through takes 2
MEMORY_BYTES = 768 * 2**20


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(5_000)
    from articles.newspaper.word.outline import read_outline  # only now: the limits must stand first

    outline = read_outline(io.BytesIO(sys.stdin.buffer.read()))
    json.dump(outline, sys.stdout, ensure_ascii=False)


main()
