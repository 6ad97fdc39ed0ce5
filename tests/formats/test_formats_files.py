"""Formats by name and path, folders, encodings, and writing aside."""

import codecs
from pathlib import Path

import pytest

from annotator.core.problems import Problem, Refused
from annotator.core.records import Record
from annotator.formats import FORMATS, by_name, for_path, read_paths
from annotator.formats.aside import written_aside
from annotator.formats.encoding import decode, is_binary

SENTENCE = "Łódź – “Šakalienė” спросила: ¿qué? 🇵🇱"


def test_the_formats_are_listed_once() -> None:
    assert [known.name for known in FORMATS] == ["txt", "html", "jsonl", "csv"]


def test_an_unknown_format_says_which_there_are() -> None:
    with pytest.raises(Refused) as refused:
        by_name("docx")
    assert refused.value.problem == Problem("unknown-format", "docx", {"names": "txt, html, jsonl, csv"})


def test_a_file_is_read_by_its_suffix_in_any_case() -> None:
    assert for_path(Path("A.HTML")).name == "html"
    with pytest.raises(Refused, match="unknown-format"):
        for_path(Path("noise"))


def test_a_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", ".hidden.txt", ".git/x.txt", "a/.y.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{name} 😀", encoding="utf-8")
    (tmp_path / "c.bin").write_bytes(b"\0")
    found = list(read_paths([tmp_path, tmp_path / "none"]))
    assert [one.text if isinstance(one, Record) else one.code for one in found] == [
        "a/z.txt 😀",
        "b.txt 😀",
        "unknown-format",
        "file-missing",
    ]


def test_a_folder_that_holds_itself_is_walked_once(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert len(list(read_paths([tmp_path]))) == 1


def test_a_format_that_is_only_written_is_a_problem_to_read(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("kind\n", encoding="utf-8")
    assert [one.code for one in read_paths([file]) if isinstance(one, Problem)] == ["format-not-read"]


def test_the_users_format_counts_more_than_the_suffix(tmp_path: Path) -> None:
    file = tmp_path / "x.news"
    file.write_text("Poland left.", encoding="utf-8")
    (record,) = read_paths([file], by_name("txt"))
    assert isinstance(record, Record)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SENTENCE.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + SENTENCE.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_marks_and_strict_utf_8_decide_the_encoding(data: bytes, encoding: str) -> None:
    decoded = decode(data, "x")
    assert (decoded.text, decoded.encoding, decoded.problem) == (SENTENCE, encoding, None)


def test_a_declared_latin_1_means_windows_1252() -> None:
    decoded = decode("“Łaskawie” no: “ça”".replace("Ł", "L").encode("cp1252"), "x", declared="iso-8859-1")
    assert (decoded.text, decoded.encoding) == ("“Laskawie” no: “ça”", "cp1252")


def test_utf_16_without_a_mark_is_told_by_its_zero_bytes() -> None:
    assert decode("Poland has left the convention.".encode("utf-16-le"), "x").encoding == "utf-16-le"


def test_cyrillic_without_declaration_is_guessed() -> None:
    text = "Российская Федерация не считает себя более связанной ранее взятыми на себя самоограничениями. " * 5
    assert decode(text.encode("cp1251"), "x").text == text


def test_a_damaged_utf_8_file_stays_utf_8_and_counts_what_is_lost() -> None:
    decoded = decode((SENTENCE * 3).encode() + b"\xff", "x")
    assert decoded.encoding == "utf-8"
    assert decoded.problem == Problem("encoding-damaged", "x", {"encoding": "utf-8", "count": 1})


def test_the_users_encoding_counts_most_and_an_unknown_one_is_said() -> None:
    assert decode("Łódź".encode("cp1250"), "x", chosen="windows-1250").text == "Łódź"
    unknown = decode(b"abc", "x", chosen="klingon")
    assert (unknown.text, unknown.problem and unknown.problem.code) == ("abc", "encoding-unknown")


@pytest.mark.parametrize("name", ["base64", "idna", "utf-7", "unicode_escape", "rot13", "\0", "é"])
def test_codecs_that_are_not_for_files_are_not_believed(name: str) -> None:
    assert decode(b"Pozna\xf1", "x", declared=name).text


def test_noise_is_not_text() -> None:
    assert is_binary(bytes(range(256)).decode("latin-1"))
    assert not is_binary(SENTENCE + "\f\t\r\n")


def test_an_error_while_writing_leaves_no_trace(tmp_path: Path) -> None:
    out = tmp_path / "x"
    with pytest.raises(TypeError), written_aside(out) as file:
        file.writelines([b"half", "text"])  # type: ignore[list-item]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot-write"), written_aside(tmp_path / "none" / "x") as file:
        file.write(b"")


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with written_aside(tmp_path / "link") as file:
        file.write(b"new")
    assert (tmp_path / "target").read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink()
