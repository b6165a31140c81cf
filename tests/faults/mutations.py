"""Files made wrong in small and large ways: byte by byte, cell by cell, line by line; the same for the same seed."""

import random
from collections.abc import Callable

CELLS = (
    *(
        "",
        " ",
        "0",
        "-1",
        "-0",
        "1e3",
        "1E400",
        "NaN",
        "nan",
        "inf",
        "-inf",
        "1,5",
        "1.5",
        "1.300",
        "1,300",
        "1 300",
        "<5",
        "<10",
        "x",
    ),
    *(
        "*",
        ".",
        "-",
        "n.v.t.",
        "####",
        "999999999999999",
        "1" * 40,
        "0x10",
        "01",
        "1/2",
        "½",
        "٣",
        "２０２２",
        "true",
        "null",
        "None",
    ),
    *("2022-2023", "2022/'23*", "2022SJ00", "2022", "1022", "3022-3023", "0000-0001", "2022-2024", "22-23", "1-10-2022", "44835"),
    *("RMC29", "29", "RMC99", "RMC14", "NL", "GM0599", "GM9999", "Rijnmond", "Utrecht", "Totaal", "Nederland", "total", "men"),
    *(
        "=1+1",
        "@x",
        "'",
        '"',
        '""',
        '"a',
        "a;b",
        "a,b",
        "a\tb",
        "a\nb",
        "\r",
        "\0",
        "\ufeff",
        "\u200b",
        "\u202e",
        "é",
        "\U0001f600",
    ),
    *("2.5%", "250%", "101", "100,01", "0,025", "1e-300", "123456789012", "<-5", "<0", "<1000000", ">5", "≤4", "rate", "percent"),
    *(
        "definitive",
        "suppressed",
        "not_applicable",
        "published",
        "demo",
        "local",
        "b",
        "bz",
        "9999-12-31",
        "0001-01-01",
        "2023-02-30",
    ),
)
BYTES = (
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n",
    b"\r\n",
    b'"',
    b";",
    b",",
    b"\t",
    b"\x1a",
    b"\x80",
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with one to four faults in it."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        data = chance.choice(_WAYS)(data, chance)
    return data


def flipped(data: bytes, chance: random.Random) -> bytes:
    """One bit turned round."""
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _inserted(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(BYTES) + data[at:]


def _removed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randint(1, 9) :]


def _encoded(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(
        chance.choice(("utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-7")), "replace"
    )


def _cell(data: bytes, chance: random.Random) -> bytes:
    """Another content in one cell, or the content of another cell."""

    def change(cells: list[str]) -> None:
        cells[chance.randrange(len(cells))] = chance.choice((*CELLS, *cells))

    return _in_a_line(data, chance, change)


def _digit(data: bytes, chance: random.Random) -> bytes:
    at = [i for i, byte in enumerate(data) if chr(byte).isdigit()]
    if not at:
        return data
    i = chance.choice(at)
    return data[:i] + chance.choice((b"0", b"1", b"5", b"9", b"-", b".", b",", b"00", b"")) + data[i + 1 :]


def _cells_moved(data: bytes, chance: random.Random) -> bytes:
    def change(cells: list[str]) -> None:
        i, j = chance.randrange(len(cells)), chance.randrange(len(cells))
        way = chance.randrange(3)
        if way == 0:
            cells[i], cells[j] = cells[j], cells[i]
        elif way == 1:
            cells.insert(i, cells[j])
        else:
            del cells[i]

    return _in_a_line(data, chance, change)


def _lines(data: bytes, chance: random.Random) -> bytes:
    """A line that stands twice, is gone, or stands elsewhere."""
    lines = data.split(b"\n")
    i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
    way = chance.randrange(4)
    if way == 0:
        lines.insert(j, lines[i])
    elif way == 1:
        del lines[i]
    elif way == 2:
        lines[i], lines[j] = lines[j], lines[i]
    else:
        lines.insert(i, b"")
    return b"\n".join(lines)


def _separated(data: bytes, chance: random.Random) -> bytes:
    old, new = chance.sample((b";", b",", b"\t", b"|"), 2)
    return data.replace(old, new)


def _in_a_line(data: bytes, chance: random.Random, change: Callable[[list[str]], None]) -> bytes:
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    i = chance.randrange(len(lines))
    separator = max(";,\t|", key=lines[i].count)
    cells = lines[i].split(separator)
    change(cells)
    lines[i] = separator.join(cells)
    return "\n".join(lines).encode("utf-8", "surrogateescape")


_WAYS = (_cell, _cell, _cell, _digit, _digit, _cells_moved, _lines, _inserted, _removed, _encoded, _cut, _separated, flipped)
