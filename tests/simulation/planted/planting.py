"""Faults, and how one is planted in a copy of the tree: never in the tree that somebody works in."""
import contextlib
import dataclasses
import pathlib
import shutil
import subprocess
import tomllib


class BadFault(Exception):
    """A fault that cannot be planted as it is written."""


@dataclasses.dataclass(frozen=True)
class Fault:
    name: str
    promise: str  # that it endangers
    production: str  # what would happen there, in one sentence
    file: str
    before: str
    after: str


def read_faults(folder):
    """All faults of the folder's TOML files, one file a promise. No two may have the same name."""
    faults = {}
    for file in sorted(pathlib.Path(folder).glob("*.toml")):
        group = tomllib.loads(file.read_text())
        for entry in group["fault"]:
            fault = Fault(promise=group["promise"], **entry)
            if fault.name in faults:
                raise BadFault(f"{file.name}: two faults are called {fault.name}")
            faults[fault.name] = fault
    return list(faults.values())


def with_fault(fault, text):
    """The text of the fault's file with the fault in it."""
    times = text.count(fault.before)
    if times != 1:
        raise BadFault(f"{fault.name}: its text has to occur once in {fault.file}; it occurs {times} times:\n"
                       f"{fault.before}")
    if fault.before == fault.after:
        raise BadFault(f"{fault.name}: it changes nothing")
    return text.replace(fault.before, fault.after)


@contextlib.contextmanager
def planted(fault, tree):
    """The fault is in the tree as long as the context lasts."""
    file = pathlib.Path(tree) / fault.file
    if not file.is_file():
        raise BadFault(f"{fault.name}: there is no file {fault.file}")
    sound = file.read_text()
    file.write_text(with_fault(fault, sound))
    try:
        yield
    finally:
        file.write_text(sound)


def files_of(root):
    """What the tree at root consists of: tracked, or new and not ignored."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            check=True, capture_output=True, text=True)
    names = {name for name in listed.stdout.split("\0") if name}
    return sorted(name for name in names if (pathlib.Path(root) / name).is_file())


def copy_tree(root, copy):
    """Makes the copy equal to the tree at root. Files that are equal already are left alone, with their objects."""
    root, copy = pathlib.Path(root), pathlib.Path(copy)
    names = files_of(root)
    for name in names:
        source, target = root / name, copy / name
        if target.is_file() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        shutil.copymode(source, target)
    kept = set(names)
    for file in [path for path in copy.rglob("*") if path.is_file() or path.is_symlink()]:
        if str(file.relative_to(copy)) not in kept:
            file.unlink()
