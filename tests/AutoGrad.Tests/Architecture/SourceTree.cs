namespace AutoGrad.Tests.Architecture;

/// <summary>The project's files, found from where the tests run.</summary>
internal static class SourceTree
{
    /// <summary>The folder that holds AutoGrad.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The library's folder.</summary>
    public static string Library { get; } = Path.Combine(Root, "src", "AutoGrad");

    /// <summary>Some C# files, by their paths from the root with forward slashes.</summary>
    public static IEnumerable<(string Path, string Text)> CSharp(params string[] folders) => Files("*.cs", folders);

    public static IEnumerable<(string Path, string Text)> Files(string pattern, params string[] folders) =>
        from folder in folders
        let top = Path.Combine(Root, folder)
        where Directory.Exists(top)
        from file in Directory.EnumerateFiles(top, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Split('/').Any(part => part is "bin" or "obj")
        select (path, File.ReadAllText(file));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AutoGrad.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No AutoGrad.sln above {AppContext.BaseDirectory}: the architecture tests read the sources.");
    }
}
