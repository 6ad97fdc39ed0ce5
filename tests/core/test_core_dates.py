"""Calendar values, and the dates that lines of a page state."""

import pytest

from annotator.core import dates, languages


@pytest.mark.parametrize(
    ("value", "granularity"),
    [
        ("2025-03-13", "day"),
        ("2024-02-29", "day"),
        ("2025-03", "month"),
        ("1999", "year"),
        ("-0044", "year"),
        ("2025-W13", "week"),
        ("2020-W53", "week"),
        ("2025-21", "season"),
        ("2025-33", "quarter"),
        ("2026-40", "half"),
        ("199X", "decade"),
        ("19XX", "century"),
        ("2025-03-03/2025-03-05", "interval"),
        ("2022/..", "interval"),
        ("2025-03~", "month"),
        ("1984?", "year"),
        ("[1667,1668]", "other"),
    ],
)
def test_values_are_as_fine_as_they_look(value: str, granularity: str) -> None:
    assert dates.granularity(value) == granularity
    assert dates.check(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2025-02-30",
        "2023-02-29",
        "2025-13",
        "2025-00",
        "2025-W54",
        "2025-W53",
        "2025-W00",
        "2025-21-03",
        "March 2025",
        "2025-03-05/2025-03-03",
        "../..",
        "a/b/c",
        "13.03.2025",
        "x" * 5000,
        "2025-03-13T17:29",
        "٢٠٢٥",
        "2025-03-13\n",
    ],
)
def test_what_is_not_in_the_calendar_is_a_problem(value: str) -> None:
    problem = dates.check(value)
    assert problem is not None
    assert problem.code == "date-invalid"


@pytest.mark.parametrize(
    ("value", "minute"),
    [
        ("2025-03-13", "2025-03-13"),
        ("2025-03-13T17:29", "2025-03-13T17:29"),
        ("2025-03-13T17:29:58+02:00", "2025-03-13T17:29"),
        ("2025-03-13 17:29", "2025-03-13T17:29"),
        ("2025-03-13T17:29:00.000Z", "2025-03-13T17:29"),
        ("2025-02-30", ""),
        ("2025-03", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_publication_dates_are_days_or_minutes_on_their_own_clock(value: str, minute: str) -> None:
    assert dates.minute(value) == minute


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("13 March 2025 17:29", "2025-03-13T17:29"),
        ("March 24, 2022", "2022-03-24"),
        ("Aug. 15, 2025 09:58 CEST", "2025-08-15T09:58"),
        ("27.03.2024, 16.30", "2024-03-27T16:30"),
        ("16/03/2024", "2024-03-16"),
        ("03/04/2025 6:15 pm ET", "2025-03-04T18:15"),
        ("03/04/2025", "2025-04-03"),
        ("05 августа 2025 09:12", "2025-08-05T09:12"),
        ("2024년 6월 4일", "2024-06-04"),
        ("le 1er juillet 2024", "2024-07-01"),
        ("12 de mayo de 2024", "2024-05-12"),
        ("2025-03-13T07:05:33", "2025-03-13T07:05"),
        ("12:30 am on 31 February 2025", None),
        ("Version 1.2.2025.3", None),
        ("no date 🗓", None),
    ],
)
def test_full_dates_are_found_in_a_line(line: str, value: str | None) -> None:
    assert next((found for _, found in dates.stated(line)), None) == value


def test_a_stated_date_knows_its_place() -> None:
    line = "🇵🇱 Warsaw, 13 March 2025 |"
    ((start, end), _), *_ = dates.stated(line)
    assert line[start:end] == "13 March 2025"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Poland has left the convention, and it is not clear whether others will follow in the autumn.", "en"),
        ("Der Bundesrat hat entschieden, dass die Schweiz dem Vertrag nicht beitritt und wartet.", "de"),
        ("Россия больше не считает себя связанной мораторием, и это не новость для тех, кто следил.", "ru"),
        ("Україна не вийде з конвенції, і це рішення для уряду було не простим, але також важливим.", "uk"),
        ("وقال المتحدث إن مصر لن تنضم إلى اتفاقية أوتاوا في الوقت الحالي من هذا العام", "ar"),
        ("한강일보는 군사합의 효력 정지를 보도했다", "ko"),
        ("日本は条約に署名した。これは大きな一歩である。", "ja"),
        ("", ""),
        ("12345 🇵🇱", ""),
        ("xyzzy plugh qwerty", ""),
    ],
)
def test_languages_are_told_by_script_and_common_words(text: str, language: str) -> None:
    assert languages.guess(text) == language
