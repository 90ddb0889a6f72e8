"""The set-up stays locked: versions and hashes for every package, no registry named anywhere."""

import configparser
import json
import re
import subprocess
from pathlib import Path

import pytest

from biro.settings import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"]
REGISTRIES = re.compile(
    r"https?://[\w.-]*(?:pypi|pythonhosted|npm|yarnpkg|debian|crates|golang|maven)[\w.-]*|(?:index|registry)[-_]?url\s*=",
    re.IGNORECASE,
)


def setup_cfg() -> configparser.ConfigParser:
    config = configparser.ConfigParser(delimiters=("=",))
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]


def requirements() -> list[str]:
    config = setup_cfg()
    extras = config["options.extras_require"].values()
    return lines(config["options"]["install_requires"]) + [line for extra in extras for line in lines(extra)]


def locked(lock: str) -> dict[str, str]:
    """Each package of a lock file with everything that is said about it."""
    joined = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return {entry.split("==")[0].split("[")[0].strip(): entry for entry in lines(joined)}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("requirement", requirements())
def test_every_requirement_is_pinned_to_one_version_and_locked(requirement: str) -> None:
    name, pinned, version = requirement.partition("==")
    name = name.split("[")[0].lower()
    assert pinned, f"{requirement} has no exact version"
    assert re.fullmatch(r"[\d.]+(?:post\d+)?", version), f"{requirement} is not one exact version"
    entries = [entry for lock in LOCKS if (entry := locked(lock).get(name))]
    assert entries, f"{name} is in no lock file: make locks"
    assert all(f"=={version} " in entry for entry in entries), (
        f"{name} is locked to another version: make locks"
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_carries_a_version_and_a_hash(lock: str) -> None:
    assert locked(lock)
    for name, entry in locked(lock).items():
        assert re.match(r"[a-z0-9][a-z0-9-]*(?:\[[a-z,-]+\])?==\S+", entry), (
            f"{name} has no version in {lock}"
        )
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), f"{name} has no hash in {lock}"
        assert "://" not in entry


def test_what_runs_is_also_what_is_tested() -> None:
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert run.items() <= dev.items()


def test_the_node_lock_names_no_place_to_fetch_from() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    parts = {name: package for name, package in packages.items() if name}
    assert parts
    for name, package in parts.items():
        assert "resolved" not in package, f"{name} says where it was fetched"
        assert package["integrity"].startswith("sha512-"), f"{name} has no hash"


def test_front_end_packages_are_pinned_exactly() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_no_tracked_file_names_a_registry() -> None:
    guilty = []
    for path in tracked():
        if found := REGISTRIES.search(path.read_bytes().decode("utf-8", "ignore")):
            guilty.append(f"{path.relative_to(ROOT)}: {found[0]}")
    assert guilty == []


def test_every_folder_with_code_is_in_the_wheel() -> None:
    named = set(lines(setup_cfg()["options"]["packages"]))
    folders = {
        file.parent for file in tracked() if file.suffix == ".py" and file.is_relative_to(ROOT / "biro")
    }
    missing = {".".join(folder.relative_to(ROOT).parts) for folder in folders} - named
    assert missing == set(), "add to `packages` in setup.cfg"
    assert "biro.templates" in named


def test_the_guide_for_administrators_explains_every_setting() -> None:
    guide = (ROOT / "docs" / "admin.md").read_text(encoding="utf-8")
    source = (ROOT / "biro" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.get\("(BIRO_\w+)"', source)) | {"BIRO_DEMO"}
    assert read == {variable.name for variable in VARIABLES}, "biro doctor lists what settings.py reads"
    assert [name for name in sorted(read) if f"`{name}`" not in guide] == []
