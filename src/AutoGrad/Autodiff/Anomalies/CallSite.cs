using System.Diagnostics;

namespace AutoGrad;

/// <summary>The line of a user's code that called the library.</summary>
/// <param name="Member">Class and method.</param>
/// <param name="File">The source file; null where the program has no debug symbols.</param>
/// <param name="Line">The line, from 1; 0 where it is not known.</param>
public sealed record CallSite(string Member, string? File, int Line)
{
    /// <summary>The innermost frame outside of the library and the framework. Costs microseconds: for anomaly detection only.</summary>
    internal static CallSite? Current()
    {
        var trace = new StackTrace(fNeedFileInfo: true);
        for (var i = 0; i < trace.FrameCount; i++)
        {
            // no reflection: works when trimmed and compiled ahead of time
            if (trace.GetFrame(i) is not { } frame || DiagnosticMethodInfo.Create(frame) is not { } method) continue;
            if (IsOf(method, "AutoGrad") || method.DeclaringAssemblyName.StartsWith("System.", StringComparison.Ordinal)) continue;
            return new CallSite($"{method.DeclaringTypeName}.{method.Name}", frame.GetFileName(), frame.GetFileLineNumber());
        }
        return null;
    }

    private static bool IsOf(DiagnosticMethodInfo method, string assembly) =>
        method.DeclaringAssemblyName.StartsWith(assembly, StringComparison.Ordinal) && (method.DeclaringAssemblyName.Length == assembly.Length || method.DeclaringAssemblyName[assembly.Length] == ',');

    /// <summary>Method, file and line.</summary>
    public override string ToString() => File is null ? Member : $"{Member} ({File}:{Line})";
}
