"""Functions that behave badly in a child; a test names them as `tests.builders.confined:name`."""

import os
import time

from schemas.errors import Refused


def echo(arguments, bodies, out):
    out.write_bytes(b"".join(body.read_bytes() for body in bodies))
    return {"arguments": arguments, "environment": sorted(os.environ)}


def refuse(arguments, bodies, out):
    raise Refused("file-kind", came=arguments["came"], expected="PDF")


def break_down(arguments, bodies, out):
    raise KeyError("a name from the file that nobody may read")


def crash(arguments, bodies, out):
    os.abort()


def hang(arguments, bodies, out):
    time.sleep(60)


def eat_memory(arguments, bodies, out):
    return {"size": len(bytearray(4 * 1024**3))}


def fill_the_disk(arguments, bodies, out):
    with out.open("wb") as file:
        for _ in range(64):
            file.write(bytes(1024 * 1024))
    return {}


def lie(arguments, bodies, out):
    (out.parent / "answer").write_text('{"refused": {"slug": "no-such-slug"}}', encoding="utf-8")
    os._exit(0)
