"""Settings, device and person are kept, and nothing damaged costs more than itself."""

import json
import multiprocessing
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from annotator import settings
from annotator.core.problems import Refused


def remember_many(folder: Path, name: str) -> None:
    for number in range(40):
        settings.load(folder).remember(Path(f"/projects/{name}-{number % 3}.annot"))
        settings.load(folder).save(settings.TEXT_ZOOM, 1.0 + number / 100)


def test_without_a_file_all_defaults_hold(tmp_path: Path) -> None:
    loaded = settings.load(tmp_path)
    assert [loaded.get(setting) for setting in settings.SETTINGS] == [s.default for s in settings.SETTINGS]
    assert not loaded.problems
    assert not (tmp_path / "settings.json").exists()


def test_a_saved_setting_is_read_back_and_the_old_settings_stay_as_they_were(tmp_path: Path) -> None:
    before = settings.load(tmp_path)
    after = before.save(settings.THEME, "dark")
    assert (before.get(settings.THEME), after.get(settings.THEME)) == ("system", "dark")
    assert settings.load(tmp_path).get(settings.THEME) == "dark"


def test_each_kind_of_value_comes_back_as_it_was(tmp_path: Path) -> None:
    loaded = settings.load(tmp_path)
    loaded = loaded.save(settings.WINDOW_GEOMETRY, b"\x00\xff\x01window")
    loaded = loaded.save(settings.KEY_BINDINGS, {"label.1": "Ctrl+ü", "flag": ""})
    loaded = loaded.save(settings.SHOW_SUGGESTIONS, value=False)
    loaded = loaded.save(settings.LINE_SPACING, 2)
    again = settings.load(tmp_path)
    assert again.get(settings.WINDOW_GEOMETRY) == b"\x00\xff\x01window"
    assert again.get(settings.KEY_BINDINGS) == {"label.1": "Ctrl+ü", "flag": ""}
    assert again.get(settings.SHOW_SUGGESTIONS) is False
    assert again.get(settings.LINE_SPACING) == 2.0
    assert again.reset(settings.LINE_SPACING).get(settings.LINE_SPACING) == settings.LINE_SPACING.default


def test_a_value_that_is_not_allowed_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        settings.load(tmp_path).save(settings.THEME, "pink")
    assert refused.value.problem.code == "setting-not-allowed"
    with pytest.raises(Refused):
        settings.load(tmp_path).save(settings.TEXT_ZOOM, 40.0)
    assert not (tmp_path / "settings.json").exists()


@profile(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(
    st.sampled_from([setting.name for setting in settings.SETTINGS]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text() | st.integers())
    | st.dictionaries(st.text(), st.integers()),
))  # fmt: skip
def test_whatever_the_file_holds_each_setting_has_a_value_of_its_type(
    tmp_path: Path, values: dict[str, object]
) -> None:
    (tmp_path / "settings.json").write_text(json.dumps(values), encoding="utf-8")
    loaded = settings.load(tmp_path)
    for setting in settings.SETTINGS:
        value = loaded.get(setting)
        assert isinstance(value, type(setting.default))
        assert not setting.choices or value in setting.choices


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"[1, 2]", b"", b'{"theme": "da'])
def test_a_damaged_file_is_kept_aside_and_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(content)
    loaded = settings.load(tmp_path)
    assert loaded.get(settings.THEME) == "system"
    (problem,) = loaded.problems
    assert problem.code == "settings-damaged"
    assert Path(str(problem.parameters["aside"])).read_bytes() == content
    assert settings.load(tmp_path).problems == ()


def test_what_another_version_of_the_program_saved_stays_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"of_the_future": [1], "theme": "dark"}', encoding="utf-8")
    settings.load(tmp_path).save(settings.TEXT_ZOOM, 1.5)
    kept = json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))
    assert kept == {"of_the_future": [1], "theme": "dark", "text_zoom": 1.5}


def test_a_setting_saved_elsewhere_meanwhile_is_not_undone(tmp_path: Path) -> None:
    here, there = settings.load(tmp_path), settings.load(tmp_path)
    there.save(settings.THEME, "dark")
    assert here.save(settings.TEXT_ZOOM, 2.0).get(settings.THEME) == "dark"


def test_two_processes_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=remember_many, args=(tmp_path, name)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    names = {path.name for path in settings.load(tmp_path).recent()}
    assert names == {f"{name}-{number}.annot" for name in "ab" for number in range(3)}
    assert [file.name for file in tmp_path.iterdir() if "broken" in file.name or file.suffix == ".new"] == []


def test_the_latest_of_at_most_twelve_recent_projects_comes_first(tmp_path: Path) -> None:
    loaded = settings.load(tmp_path)
    for number in range(15):
        loaded = loaded.remember(tmp_path / f"{number}.annot")
    loaded = loaded.remember(tmp_path / "7.annot")
    names = [path.name for path in settings.load(tmp_path).recent()]
    assert names == [f"{n}.annot" for n in (7, 14, 13, 12, 11, 10, 9, 8, 6, 5, 4, 3)]
    assert tmp_path / "7.annot" not in loaded.forget(tmp_path / "7.annot").recent()


def test_device_and_person_are_made_once_and_kept(tmp_path: Path) -> None:
    device, person = settings.device(tmp_path), settings.person(tmp_path)
    assert device != person.id
    assert person.name
    assert (settings.device(tmp_path), settings.person(tmp_path)) == (device, person)


def test_two_computers_with_one_home_are_two_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "first")
    first, person = settings.device(tmp_path), settings.person(tmp_path)
    monkeypatch.setattr("platform.node", lambda: "second")
    assert settings.device(tmp_path) != first
    assert settings.person(tmp_path) == person
    monkeypatch.setattr("platform.node", lambda: "first")
    assert settings.device(tmp_path) == first


def test_a_person_keeps_the_id_when_renamed(tmp_path: Path) -> None:
    device, person = settings.device(tmp_path), settings.person(tmp_path)
    settings.keep_person(settings.Person(person.id, "Zoë Ångström"), tmp_path)
    assert settings.person(tmp_path) == settings.Person(person.id, "Zoë Ångström")
    assert settings.device(tmp_path) == device


def test_broken_settings_do_not_make_a_user_somebody_else(own_home: Path) -> None:
    person = settings.person()
    settings.load().save(settings.THEME, "dark")
    (own_home / "config" / "settings.json").write_text("{", encoding="utf-8")
    assert settings.load().get(settings.THEME) == "system"
    assert settings.person() == person


def test_where_nothing_can_be_written_the_ids_stay_the_same_and_saving_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    folder = tmp_path / "file" / "home"
    assert settings.device(folder) == settings.device(folder)
    assert settings.person(folder) == settings.person(folder)
    with pytest.raises(Refused) as refused:
        settings.load(folder).save(settings.THEME, "dark")
    assert refused.value.problem.code == "settings-not-saved"
    with pytest.raises(Refused):
        settings.keep_person(settings.Person("id", "name"), folder)


def test_one_variable_puts_all_folders_in_one_place(own_home: Path) -> None:
    folders = {settings.config_folder(), settings.data_folder(), settings.cache_folder()}
    assert folders == {own_home / "config", own_home / "data", own_home / "cache"}
    assert "ANNOTATOR_HOME" in os.environ


def test_without_the_variable_the_folders_are_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANNOTATOR_HOME")
    folders = {settings.config_folder(), settings.data_folder(), settings.cache_folder()}
    assert len(folders) >= 2
    assert all("treaty-annotator" in folder.parts or "treaty-annotator" in str(folder) for folder in folders)


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_nobody_else_reads_the_settings(tmp_path: Path) -> None:
    settings.load(tmp_path).save(settings.THEME, "dark")
    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o600
