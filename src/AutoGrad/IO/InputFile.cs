namespace AutoGrad.IO;

/// <summary>Opens files to read.</summary>
internal static class InputFile
{
    /// <summary>Opens a file to read it from its beginning to its end.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static FileStream Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 14, FileOptions.SequentialScan);
    }
}
