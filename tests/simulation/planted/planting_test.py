"""Faults go in exactly where they are meant to, and out again; and every fault of ours still fits the tree."""
import pathlib
import subprocess
import tempfile
import unittest

import catchers
import planting

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def fault(before="b", after="B", file="code.cc", name="a-fault"):
    return planting.Fault(name=name, promise="Promised.", production="Bad.", file=file, before=before, after=after)


class FolderTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="curfew-planted-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file


class PlantedTest(FolderTest):
    def test_a_fault_is_there_as_long_as_it_is_planted(self):
        code = self.write("code.cc", "a\nb\nc\n")
        with planting.planted(fault(), self.folder):
            self.assertEqual("a\nB\nc\n", code.read_text())
        self.assertEqual("a\nb\nc\n", code.read_text())

    def test_it_is_taken_out_whatever_happens(self):
        code = self.write("code.cc", "a\nb\nc\n")
        with self.assertRaises(KeyboardInterrupt), planting.planted(fault(), self.folder):
            raise KeyboardInterrupt
        self.assertEqual("a\nb\nc\n", code.read_text())

    def test_its_text_must_occur_exactly_once(self):
        for text in ("a\nc\n", "b\nb\n"):
            code = self.write("code.cc", text)
            with self.assertRaises(planting.BadFault), planting.planted(fault(), self.folder):
                self.fail("it was planted")
            self.assertEqual(text, code.read_text())

    def test_it_must_change_something_that_is_there(self):
        self.write("code.cc", "b")
        for bad in (fault(after="b"), fault(file="other.cc")):
            with self.assertRaises(planting.BadFault), planting.planted(bad, self.folder):
                self.fail("it was planted")


class ReadFaultsTest(FolderTest):
    ENTRY = "[[fault]]\nname = 'x'\nproduction = 'Bad.'\nfile = 'f'\nbefore = 'b'\nafter = 'a'\n"

    def test_each_has_the_promise_of_its_file(self):
        self.write("one.toml", "promise = 'One.'\n" + self.ENTRY)
        self.write("two.toml", "promise = 'Two.'\n" + self.ENTRY.replace("'x'", "'y'"))
        self.assertEqual([("x", "One."), ("y", "Two.")],
                         [(each.name, each.promise) for each in planting.read_faults(self.folder)])

    def test_no_two_have_the_same_name(self):
        self.write("one.toml", "promise = 'One.'\n" + self.ENTRY + self.ENTRY)
        with self.assertRaises(planting.BadFault):
            planting.read_faults(self.folder)

    def test_ours_fit_the_tree(self):
        ours = planting.read_faults(HERE / "faults")
        self.assertGreaterEqual(len(ours), 25)
        for each in ours:
            with self.subTest(each.name):
                self.assertTrue(each.file.startswith("src/"), "faults are planted in what is shipped")
                planting.with_fault(each, (ROOT / each.file).read_text())


class CopyTreeTest(FolderTest):
    def setUp(self):
        super().setUp()
        self.tree, self.copy = self.folder / "tree", self.folder / "copy"
        self.write("tree/.gitignore", "/build/\n")
        self.write("tree/kept.cc", "kept")
        self.write("tree/build/object.o", "object")
        subprocess.run(["git", "init", "-q", self.tree], check=True)

    def test_all_but_what_is_ignored_is_copied(self):
        planting.copy_tree(self.tree, self.copy)
        self.assertEqual("kept", (self.copy / "kept.cc").read_text())
        self.assertFalse((self.copy / "build").exists())

    def test_what_has_changed_follows_and_what_has_not_is_left_alone(self):
        changed = self.write("tree/changed.cc", "before")
        planting.copy_tree(self.tree, self.copy)
        stamp = (self.copy / "kept.cc").stat().st_mtime_ns
        changed.write_text("after")
        planting.copy_tree(self.tree, self.copy)
        self.assertEqual("after", (self.copy / "changed.cc").read_text())
        self.assertEqual(stamp, (self.copy / "kept.cc").stat().st_mtime_ns)

    def test_what_is_gone_goes_and_a_fault_left_behind_does_too(self):
        self.write("tree/gone.cc", "gone")
        planting.copy_tree(self.tree, self.copy)
        (self.tree / "gone.cc").unlink()
        (self.copy / "kept.cc").write_text("a fault")
        planting.copy_tree(self.tree, self.copy)
        self.assertFalse((self.copy / "gone.cc").exists())
        self.assertEqual("kept", (self.copy / "kept.cc").read_text())


class ComplaintTest(FolderTest):
    """What is told of a catcher that complains."""

    def complaint_of(self, catcher, script, limit=None):
        program = self.write(catcher.program, "#!/bin/sh\n" + script)
        program.chmod(0o755)
        return catcher.run(self.folder, limit).complaint

    def test_of_a_test_program_it_is_the_test(self):
        catcher = catchers.TestProgram("some_test")
        self.assertEqual("", self.complaint_of(catcher, "exit 0"))
        self.assertEqual("A.B", self.complaint_of(catcher, "echo '[  FAILED  ] A.B (1 ms)'; exit 1"))
        self.assertEqual("A.B", self.complaint_of(
            catcher, "echo '[  FAILED  ] A.B, where GetParam() = 1 (1 ms)'; exit 1"))

    def test_a_death_is_a_complaint(self):
        self.assertEqual("A.B died of SIGABRT: broken invariant: it holds", self.complaint_of(
            catchers.TestProgram("some_test"),
            "echo '[ RUN      ] A.B'; echo 'file.cc:1: f(): broken invariant: it holds' >&2; kill -ABRT $$"))

    def test_of_the_simulation_it_is_the_seed_and_the_promise(self):
        self.assertEqual("seed 42: status is true", self.complaint_of(
            catchers.Simulation(1, 200, 2),
            "echo 'seed 42 FAILED (./dev simulate --seed 42):'; echo '  at 7 s: status is true: x'; exit 1"))

    def test_not_ending_is_a_complaint(self):
        self.assertEqual("did not end within 0 s",
                         self.complaint_of(catchers.TestProgram("some_test"), "exec sleep 60", 0.2))


if __name__ == "__main__":
    unittest.main(verbosity=2)
