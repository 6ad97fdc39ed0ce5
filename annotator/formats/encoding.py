"""From bytes to text: byte order mark, the user's word, strict UTF-8, what the file declares, and a guess last."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.core.problems import Problem

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Pages that declare Latin-1 mean Windows-1252 (WHATWG Encoding Standard, section 4.2).
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
# Python calls these encodings too; no article was ever saved in one, and some decode slowly or run on.
_NOT_FOR_FILES = {
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-7",
    "undefined",
    "mbcs",
    "oem",
}
_SPACES = "\t\n\r\f"
_GUESSED_FROM = 1 << 16


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, not normalised yet, the encoding it was read in, and what was doubtful about that."""

    text: str
    encoding: str
    problem: Problem | None = None


def decode(data: bytes, where: str, *, declared: str = "", chosen: str = "") -> Decoded:
    """Return the text of these bytes; `chosen` is the user's encoding, `declared` the file's own claim.

    Nothing is refused: bytes that fit no encoding become U+FFFD, and the problem counts them.
    """
    if chosen:
        return _as_chosen(data, where, chosen)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _damaged(data[len(mark) :], where, encoding)
    wide = _wide_without_mark(data)
    for encoding in (wide, "" if wide else "utf-8", _codec(declared)):
        text = _strict(data, encoding)
        if text is not None:
            return Decoded(text, encoding)
    return _guessed(data, where)


def read_bytes(path: Path, limit: int) -> Iterator[bytes | Problem]:
    """Yield a file's bytes once, or the problem that it is longer than `limit` or empty."""
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        yield Problem("file-too-large", path.name, {"megabytes": limit >> 20})
    elif not data:
        yield Problem("file-empty", path.name)
    else:
        yield data


def is_binary(text: str) -> bool:
    """Tell whether what was decoded is no text: one in twenty of its characters is a control or was lost."""
    sample = text[:8192]
    strange = sum(character == "\ufffd" or (character < " " and character not in _SPACES) for character in sample)
    return strange > 4 and strange * 20 > len(sample)


def _codec(name: str) -> str:
    """Return Python's name of a text encoding, or an empty string."""
    try:
        known = codecs.lookup(name.strip()).name if name.strip().isascii() and "\0" not in name else ""
        "".encode(known or "utf-8")  # raises for those that do not turn text into bytes (base64, rot13)
    except (LookupError, UnicodeError):
        return ""
    return "" if known in _NOT_FOR_FILES else _MEANT.get(known, known)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except UnicodeError:
        return None


def _as_chosen(data: bytes, where: str, chosen: str) -> Decoded:
    encoding = _codec(chosen)
    if not encoding:
        found = decode(data, where)
        return Decoded(
            found.text,
            found.encoding,
            Problem("encoding-unknown", where, {"encoding": chosen, "used": found.encoding}),
        )
    for mark, marked in _MARKS:
        if data.startswith(mark) and encoding in {marked, marked[:6]}:
            return _damaged(data[len(mark) :], where, marked)
    return _damaged(data, where, encoding)


def _damaged(data: bytes, where: str, encoding: str) -> Decoded:
    """Decode in this encoding come what may; bytes that do not fit are replaced, and counted in the problem."""
    text = _strict(data, encoding)
    if text is not None:
        return Decoded(text, encoding)
    text = data.decode(encoding, errors="replace")
    return Decoded(
        text,
        encoding,
        Problem("encoding-damaged", where, {"encoding": encoding, "count": text.count("\ufffd")}),
    )


def _wide_without_mark(data: bytes) -> str:
    """Return UTF-16 without a byte order mark, told by the zero byte of every other place, or an empty string."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2:
        return ""
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return ""


def _guessed(data: bytes, where: str) -> Decoded:
    loose = data.decode("utf-8", errors="replace")
    # A few broken bytes among many good sequences are a damaged UTF-8 file, not another encoding.
    good = sum(character > "\x7f" for character in loose) - loose.count("\ufffd")
    if good > 4 * loose.count("\ufffd"):
        return _damaged(data, where, "utf-8")
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    matches = from_bytes(data[:_GUESSED_FROM])
    best = matches.best()
    if best is None:
        return _damaged(data, where, "cp1252")
    found = _damaged(data, where, best.encoding)
    rivals = sum(match.chaos <= best.chaos and str(match) != str(best) for match in matches)
    if found.problem is None and (best.chaos > 0.05 or rivals):
        return Decoded(found.text, found.encoding, Problem("encoding-guessed", where, {"encoding": best.encoding}))
    return found
