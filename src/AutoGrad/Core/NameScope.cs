namespace AutoGrad;

/// <summary>Names the part of a program that runs now, so that an error inside a model says which layer it came from.</summary>
/// <remarks>Modules enter a scope by themselves. The scope belongs to the thread and ends with the <c>using</c> block.</remarks>
public static class NameScope
{
    [ThreadStatic] private static string[]? s_names;
    [ThreadStatic] private static int s_depth, s_modules;

    /// <summary>The names from the outermost scope to the innermost, joined by dots; empty outside of any.</summary>
    public static string Path => s_depth == 0 ? "" : string.Join('.', s_names!, 0, s_depth);

    /// <summary>What an error message ends with: the module's path, or nothing.</summary>
    internal static string Suffix => s_depth == 0 ? "" : $" In module {Path}.";

    /// <summary>Enters a scope: <c>using (NameScope.Enter("Encoder")) { ... }</c>.</summary>
    /// <param name="name">The name to add to the path.</param>
    public static Scope Enter(string name)
    {
        var scope = new Scope(s_depth, s_modules);
        var names = s_names ??= new string[8];
        if (s_depth == names.Length)
        {
            Array.Resize(ref names, names.Length * 2);
            s_names = names;
        }
        names[s_depth++] = name;
        return scope;
    }

    /// <summary>Enters a path noted before; nothing for an empty one.</summary>
    internal static Scope Reenter(string path) => path.Length == 0 ? new Scope(s_depth, s_modules) : Enter(path);

    /// <summary>True inside the scope of a module.</summary>
    internal static bool IsInModule => s_modules > 0;

    /// <summary>Enters the scope of a module.</summary>
    internal static Scope EnterModule(string name)
    {
        var scope = Enter(name);
        s_modules++;
        return scope;
    }

    /// <summary>Leaves the scope when disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly int _depth, _modules;

        internal Scope(int depth, int modules) => (_depth, _modules) = (depth, modules);

        /// <summary>Leaves the scope, and any entered inside it that were not left.</summary>
        public void Dispose() => (s_depth, s_modules) = (_depth, _modules);
    }
}
