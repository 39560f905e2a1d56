#!/usr/bin/env python3
"""The proof that the proof bites: plants faults in Curfew's code, one at a time, and shows what catches each.

It works on a copy of the tree in build/planted and never touches the tree itself. Status 0: each fault was caught.
"""
import argparse
import contextlib
import dataclasses
import fcntl
import filecmp
import os
import pathlib
import shutil
import subprocess
import sys
import textwrap
import time

import catchers
import planting

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
WORK = ROOT / "build" / "planted"
# A fault may make a program spin: it gets this many times as long as without a fault, but at least a minute.
PATIENCE = 5
LEAST_LIMIT = 60


class Stop(Exception):
    """Why the proof cannot be made."""


@dataclasses.dataclass(frozen=True)
class Verdict:
    fault: planting.Fault
    by: str = ""  # the catcher
    complaint: str = ""
    reached: bool = True  # some catcher had the fault in its program

    @property
    def caught(self):
        return bool(self.by)


class Workshop:
    """The copy of the tree, its build, and the programs as they are without any fault."""

    def __init__(self, folder, jobs):
        self.tree, self.build_folder, self.sound_folder = folder / "tree", folder / "build", folder / "sound"
        self.jobs = jobs
        self.limits = {}  # by catcher: for how many seconds it may run

    def prepare(self, root, used):
        """Copies and builds the tree, and keeps the programs."""
        planting.copy_tree(root, self.tree)
        self._must_run(["cmake", "-S", self.tree, "--preset", "release", "-B", self.build_folder])
        programs = {catcher.program for catcher in used}
        self._build(programs)
        self.sound_folder.mkdir(exist_ok=True)
        for program in programs:
            shutil.copy2(self.build_folder / "tests" / program, self.sound_folder)

    def try_fault(self, fault, used):
        """Plants the fault and runs the catchers that have it in their program, until one complains."""
        reached = False
        with planting.planted(fault, self.tree):
            for catcher in used:
                self._build({catcher.program})
                if self._is_sound(catcher.program):
                    continue
                reached = True
                ran = catcher.run(self.build_folder / "tests", self._limit_of(catcher))
                if ran.complaint:
                    return Verdict(fault, catcher.name, ran.complaint)
        return Verdict(fault, reached=reached)

    def _is_sound(self, program):
        return filecmp.cmp(self.build_folder / "tests" / program, self.sound_folder / program, shallow=False)

    def _limit_of(self, catcher):
        """Several times what it takes without a fault. It proves nothing if it complains then, too."""
        if catcher not in self.limits:
            ran = catcher.run(self.sound_folder)
            if ran.complaint:
                raise Stop(f"Without any fault, the {catcher.name} fails: {ran.complaint}. Mend that first.")
            self.limits[catcher] = max(LEAST_LIMIT, PATIENCE * ran.seconds)
        return self.limits[catcher]

    def _build(self, programs):
        command = ["cmake", "--build", self.build_folder, "--parallel", str(self.jobs)]
        self._must_run([*command, "--target", *sorted(programs)])

    @staticmethod
    def _must_run(command):
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="replace", check=False)
        if done.returncode != 0:
            raise Stop(f"{' '.join(map(str, command))} failed:\n{done.stdout[-4000:]}")


@contextlib.contextmanager
def alone():
    """Two runs at a time would plant into one copy."""
    WORK.mkdir(parents=True, exist_ok=True)
    with open(WORK / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop("Another ./dev plant is running in this tree.") from None
        yield


# ---- What is told ----------------------------------------------------------------------------------------------------

def list_faults(faults):
    for promise, group in by_promise(faults):
        print(f"\n{promise}")
        for fault in group:
            print(f"  {fault.name}  ({fault.file})")
            print(textwrap.fill(fault.production, 110, initial_indent="      ", subsequent_indent="      "))
    print(f"\n{len(faults)} faults")


def tell_holes(verdicts):
    """What would happen in production, and no test would have said so."""
    for fault in (verdict.fault for verdict in verdicts if not verdict.caught):
        print(f"\n{fault.name} survived, in {fault.file}.\n  {fault.promise}\n  {fault.production}")


def by_promise(faults):
    for promise in dict.fromkeys(fault.promise for fault in faults):
        yield promise, [fault for fault in faults if fault.promise == promise]


def tell(verdict, width, survived):
    if verdict.caught:
        print(f"caught    {verdict.fault.name:{width}}  by {verdict.by}: {verdict.complaint}", flush=True)
    else:
        why = "" if verdict.reached else "  (its code is not part of any program that was run)"
        print(f"{survived:8}  {verdict.fault.name:{width}}{why}", flush=True)


def summary(verdicts, seconds):
    caught = [verdict for verdict in verdicts if verdict.caught]
    print()
    for name in dict.fromkeys(verdict.by for verdict in caught):
        print(f"{sum(verdict.by == name for verdict in caught):4} caught by the {name}")
    print(f"\n{len(verdicts)} faults: {len(caught)} caught, {len(verdicts) - len(caught)} not; {seconds:.0f} s")


# ----------------------------------------------------------------------------------------------------------------------

def chosen(faults, names):
    unknown = set(names) - {fault.name for fault in faults}
    if unknown:
        raise Stop(f"There is no fault called {', '.join(sorted(unknown))}; see --list.")
    return [fault for fault in faults if not names or fault.name in names]


def plant(faults, used, jobs, survived):
    """The verdict on each fault, told as soon as it is there."""
    began = time.monotonic()
    width = max(len(fault.name) for fault in faults)
    workshop = Workshop(WORK, jobs)
    print("Building a copy of the tree …", flush=True)
    workshop.prepare(ROOT, used)
    verdicts = []
    for fault in faults:
        verdicts.append(workshop.try_fault(fault, used))
        tell(verdicts[-1], width, survived)
    summary(verdicts, time.monotonic() - began)
    return verdicts


def arguments():
    parser = argparse.ArgumentParser(prog="./dev plant", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="tell the faults, and what each would do in production")
    parser.add_argument("--only", metavar="NAME", action="append", default=[], help="plant this one; may be repeated")
    parser.add_argument("--simulation-only", action="store_true",
                        help="show what the simulation sees by itself; what it cannot see is told, and no failure")
    parser.add_argument("--seeds", type=int, default=20_000, help="worlds to live at most for each (%(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="at a time (%(default)s)")
    return parser.parse_args()


def main():
    told = arguments()
    faults = chosen(planting.read_faults(HERE / "faults"), told.only)
    if told.list:
        list_faults(faults)
        return 0
    with alone():
        if told.simulation_only:
            plant(faults, catchers.simulations(told.seeds, told.jobs), told.jobs, "unseen")
            return 0
        verdicts = plant(faults, catchers.all_catchers(told.seeds, told.jobs), told.jobs, "SURVIVED")
    tell_holes(verdicts)
    return 0 if all(verdict.caught for verdict in verdicts) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Stop, planting.BadFault) as stop:
        sys.exit(f"plant: {stop}")
