"""What may catch a planted fault: a test program, or the simulation from a range of seeds."""
import dataclasses
import pathlib
import re
import signal
import subprocess
import time


@dataclasses.dataclass(frozen=True)
class Ran:
    """One run of a catcher. Without a complaint, all was well."""
    seconds: float
    complaint: str = ""


@dataclasses.dataclass(frozen=True)
class Catcher:
    name: str
    program: str  # a target of the build, and the name of its file
    arguments: tuple = ()

    def run(self, folder, limit=None):
        """Runs the program in `folder` for at most `limit` seconds. Failures, death and time-out are complaints."""
        began = time.monotonic()
        try:
            done = subprocess.run([str(pathlib.Path(folder).resolve() / self.program), *self.arguments], timeout=limit,
                                  capture_output=True, text=True, errors="replace", check=False)
        except subprocess.TimeoutExpired:
            return Ran(time.monotonic() - began, f"did not end within {limit:.0f} s")
        complaint = "" if done.returncode == 0 else self.complaint_in(done) or f"status {done.returncode}"
        return Ran(time.monotonic() - began, complaint)

    def complaint_in(self, done):
        raise NotImplementedError


class TestProgram(Catcher):
    """All its tests, until one fails."""

    def __init__(self, program):
        super().__init__(program, program, ("--gtest_fail_fast", "--gtest_color=no"))

    def complaint_in(self, done):
        if failed := re.search(r"^\[  FAILED  \] (\S+?),? ", done.stdout, re.MULTILINE):
            return failed[1]
        begun = re.findall(r"^\[ RUN      \] (\S+)", done.stdout, re.MULTILINE)
        return f"{begun[-1] if begun else 'before any test'} {how_it_died(done)}"


class Simulation(Catcher):
    """`seeds` worlds from `first` on."""

    def __init__(self, first, seeds, jobs):
        super().__init__(f"simulation of {first + seeds - 1} seeds", "curfew_simulate",
                         ("--from", str(first), "--seeds", str(seeds), "--jobs", str(jobs)))

    def complaint_in(self, done):
        if failed := re.search(r"^seed (\d+) FAILED.*\n  (?:at \d+ s: )?([^:\n]*)", done.stdout, re.MULTILINE):
            return f"seed {failed[1]}: {failed[2]}"
        return how_it_died(done)


def how_it_died(done):
    """The last words of a program that ended otherwise than by failing."""
    if done.returncode >= 0:
        return ""
    said = re.findall(r"broken invariant: .*|Assertion '.*' failed|ERROR: \w+Sanitizer: \S+", done.stderr)
    return f"died of {signal.Signals(-done.returncode).name}{': ' + said[-1] if said else ''}"


TEST_PROGRAMS = ("domain_test", "domain_lifecycle_test", "app_test", "conformance_store_test",
                 "curfew_conformance_identity_center_test", "curfew_adapter_sandbox_test", "eventbridge_test",
                 "adapters_dynamodb_test")
SWEEPS = ("story_sweep_test", "rival_sweep_test", "kill_sweep_test")
SEEDS = (200, 2_000)


def simulations(most_seeds, jobs):
    """More and more seeds, `most_seeds` at most and none of them twice."""
    ends = [*(seeds for seeds in SEEDS if seeds < most_seeds), most_seeds]
    return [Simulation(before + 1, upto - before, jobs) for before, upto in zip((0, *ends), ends)]


def all_catchers(most_seeds, jobs):
    """In the order of their price."""
    few, *more = simulations(most_seeds, jobs)
    return [*map(TestProgram, TEST_PROGRAMS), few, *map(TestProgram, SWEEPS), *more]
