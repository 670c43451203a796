namespace AutoGrad.IO;

/// <summary>Writes a file so that its name always stands for a whole one: the one that was there, or the new one.</summary>
internal static class AtomicFile
{
    private const string Suffix = ".saving";

    /// <summary>Writes to a file beside the target, flushes it to the disk, and gives it the target's name.</summary>
    /// <remarks>A process that is killed leaves its unfinished file behind; the next save of the same name removes it.</remarks>
    /// <param name="path">The target; where it is a link, what it links to.</param>
    /// <param name="length">How many bytes will be written, if it is known: a full disk is noticed before anything is written.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The file could not be written. What was there before is still there, and the message says so.</exception>
    public static void Write(string path, long length, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var target = "";
        try
        {
            target = Path.GetFullPath(File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path);
            if (Directory.Exists(target)) throw new IOException("it is a folder");
            RemoveAbandoned(target);
            Replace(target, length, write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentOutOfRangeException)
        {
            // a file that grows beyond what its system allows is an argument out of range to .NET
            throw new IOException($"{path}: could not be saved, and {(File.Exists(target) ? "the file that was there is unchanged" : "nothing was left there")}: {e.Message}", e);
        }
    }

    private static void Replace(string target, long length, Action<Stream> write)
    {
        var unfinished = $"{target}.{Guid.NewGuid():N}{Suffix}";
        try
        {
            // kept open until it has its name: to others an open file is not abandoned
            using var stream = new FileStream(unfinished, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.Read | FileShare.Delete,
                PreallocationSize = length,
                BufferSize = 1 << 16,
            });
            write(stream);
            stream.Flush(flushToDisk: true);
            File.Move(unfinished, target, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static void RemoveAbandoned(string target)
    {
        var (folder, name) = (Path.GetDirectoryName(target)!, Path.GetFileName(target));
        foreach (var file in Directory.EnumerateFiles(folder))
            if (IsUnfinished(Path.GetFileName(file.AsSpan()), name) && IsAbandoned(file)) File.Delete(file);
    }

    // name, a point, 32 hexadecimal digits, suffix
    private static bool IsUnfinished(ReadOnlySpan<char> file, string name) =>
        file.Length == name.Length + 33 + Suffix.Length && file.StartsWith(name, StringComparison.Ordinal) && file[name.Length] == '.' &&
        file.EndsWith(Suffix, StringComparison.Ordinal) && Guid.TryParseExact(file.Slice(name.Length + 1, 32), "N", out _);

    private static bool IsAbandoned(string file)
    {
        try
        {
            using var alone = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;      // somebody is writing it, or has just renamed it
        }
    }
}
