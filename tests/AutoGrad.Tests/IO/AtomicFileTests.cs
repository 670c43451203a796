using AutoGrad.IO;

namespace AutoGrad.Tests.IO;

public class AtomicFileTests
{
    private string _folder = "", _target = "";

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("autograd-atomic-").FullName;
        _target = Path.Combine(_folder, "run.safetensors");
        File.WriteAllText(_target, "old");
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string Unfinished => $"{_target}.{Guid.NewGuid():N}.saving";

    [TestCase(0)]
    [TestCase(3)]
    public void The_new_content_replaces_the_old(int length)
    {
        AtomicFile.Write(_target, length, stream => stream.Write("new"u8));
        File.ReadAllText(_target).ShouldBe("new");
        Directory.GetFiles(_folder).ShouldBe([_target]);
    }

    [Test]
    public void A_failing_write_leaves_the_old_file_and_says_so()
    {
        var e = Should.Throw<IOException>(() => AtomicFile.Write(_target, 0, stream =>
        {
            stream.Write(new byte[200_000]);
            throw new IOException("No space left on device");
        }));
        e.Message.ShouldContain(_target);
        e.Message.ShouldContain("the file that was there is unchanged: No space left on device");
        File.ReadAllText(_target).ShouldBe("old");
        Directory.GetFiles(_folder).ShouldBe([_target]);
    }

    [Test]
    public void Nothing_is_left_of_a_first_save_that_fails()
    {
        File.Delete(_target);
        Should.Throw<IOException>(() => AtomicFile.Write(_target, 0, _ => throw new UnauthorizedAccessException("not allowed"))).Message.ShouldContain("nothing was left there: not allowed");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Test]
    public void Any_other_exception_passes_and_leaves_the_old_file()
    {
        Should.Throw<InvalidOperationException>(() => AtomicFile.Write(_target, 0, _ => throw new InvalidOperationException("a")));
        Directory.GetFiles(_folder).ShouldBe([_target]);
        File.ReadAllText(_target).ShouldBe("old");
    }

    [Test]
    public void A_folder_that_is_not_there_or_is_a_file_is_an_error()
    {
        Should.Throw<IOException>(() => AtomicFile.Write(Path.Combine(_folder, "none", "x"), 0, _ => { })).Message.ShouldContain("could not be saved");
        Should.Throw<IOException>(() => AtomicFile.Write(Path.Combine(_target, "x"), 0, _ => { })).Message.ShouldContain("could not be saved");
        Should.Throw<IOException>(() => AtomicFile.Write(_folder, 0, _ => { })).Message.ShouldContain("it is a folder");
    }

    [Test]
    public void What_a_killed_process_left_is_removed_and_what_another_is_writing_is_not()
    {
        var abandoned = Unfinished;
        string[] foreign = [_target + ".saving", _target + ".old.saving", Path.Combine(_folder, $"other.{Guid.NewGuid():N}.saving")];
        foreach (var file in foreign.Append(abandoned)) File.WriteAllText(file, "x");
        AtomicFile.Write(_target, 0, stream =>
        {
            File.Exists(abandoned).ShouldBeFalse();
            var mine = Directory.GetFiles(_folder, "run.*.saving").Except(foreign).Single();
            AtomicFile.Write(_target, 0, other => other.WriteByte(1));
            File.Exists(mine).ShouldBeTrue();
            stream.Write("last"u8);
        });
        File.ReadAllText(_target).ShouldBe("last");
        Directory.GetFiles(_folder).ShouldBe(foreign.Append(_target), ignoreOrder: true);
    }

    [Test, Platform("Linux,MacOsX")]
    public void A_link_stays_a_link()
    {
        var link = Path.Combine(_folder, "latest");
        File.CreateSymbolicLink(link, _target);
        AtomicFile.Write(link, 0, stream => stream.Write("new"u8));
        File.ReadAllText(_target).ShouldBe("new");
        File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName.ShouldBe(_target);
    }
}
