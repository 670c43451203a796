using Microsoft.CodeAnalysis;

namespace AutoGrad.Tests.Architecture;

/// <summary>Each floor of the library uses only those below it.</summary>
public class FloorTests
{
    private const int Siblings = 5;

    private static readonly Dictionary<string, int> s_floors = new() { ["Kernels"] = 1, ["Core"] = 2, ["Ops"] = 3, ["Autodiff"] = 4, ["Training"] = 6 };

    // siblings on the fifth floor that may use one another, and why
    private static readonly HashSet<(string User, string Used)> s_allowed =
    [
        ("Optim", "Nn"),        // an optimizer steps Nn.Parameter
        ("Diagnostics", "Nn"),  // the health of a model is told by its layers
    ];

    [Test]
    public void The_sources_compile_here_as_they_do_in_the_build() =>
        LibraryCompilation.Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()).ShouldBeEmpty();

    [Test]
    public void Each_file_uses_only_its_own_floor_and_those_below()
    {
        var wrong = LibraryCompilation.Uses.Select(Violation).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        wrong.ShouldBeEmpty("Kernels < Core < Ops < Autodiff < the rest, whose parts do not use one another, < Training:\n" + string.Join('\n', wrong));
    }

    [TestCase("Core", "class Planted { Tensor M(Tensor t) => t.Sum(); }", "Ops")]
    [TestCase("Core", "class Planted { Tensor M(Tensor t) => t + t; }", "Ops")]
    [TestCase("Core", "class Planted { void M(Tensor t) => t.Backward(); }", "Autodiff")]
    [TestCase("Core", "class Planted { object M() => new AutoGrad.Ops.TanhOp(); }", "Ops")]
    [TestCase("Ops", "class Planted { object M(Tensor t) => Autodiff.Gradient(t, t); }", "Autodiff")]
    [TestCase("Optim", "class Planted { object M() => new AutoGrad.Training.Accuracy(); }", "Training")]
    [TestCase("Kernels", "class Planted { int M(Shape s) => s.Rank; }", "Core")]
    [TestCase("Kernels", "class Planted { Shape M() => [1, 2]; }", "Core")]
    public void A_use_of_a_higher_floor_is_seen(string folder, string code, string used) =>
        LibraryCompilation.UsesIn($"src/AutoGrad/{folder}/Planted.cs", "namespace AutoGrad; " + code).Select(Violation).OfType<string>().ShouldContain(v => v.Contains($"of {used}, floor"));

    [Test]
    public void A_use_of_a_lower_floor_is_fine() =>
        LibraryCompilation.UsesIn("src/AutoGrad/Nn/Planted.cs", "namespace AutoGrad.Nn; class Planted { Tensor M(Tensor t) { t.Backward(); return (t + t).Sum(); } }").Select(Violation).OfType<string>().ShouldBeEmpty();

    private static string? Violation(LibraryCompilation.Use use)
    {
        if (FolderOf(use.File) is not { } user || LowestFolder(use.Symbol) is not { } used || user == used) return null;
        var (own, other) = (FloorOf(user), FloorOf(used));
        if (other < own || own == Siblings && s_allowed.Contains((user, used))) return null;
        return $"{use} of {used}, floor {other}, from {user}, floor {own}";
    }

    /// <summary>Where a symbol is declared; the lowest place, for one declared in parts. Null for what is not the library's own.</summary>
    private static string? LowestFolder(ISymbol symbol) =>
        symbol.Kind is SymbolKind.Namespace or SymbolKind.Local or SymbolKind.Parameter or SymbolKind.TypeParameter or SymbolKind.RangeVariable or SymbolKind.Label
            ? null
            : symbol.DeclaringSyntaxReferences.Select(r => FolderOf(r.SyntaxTree.FilePath)).OfType<string>().MinBy(FloorOf);

    private static string? FolderOf(string path) => path.StartsWith("src/AutoGrad/", StringComparison.Ordinal) ? path.Split('/')[2] : null;

    private static int FloorOf(string folder) => s_floors.GetValueOrDefault(folder, Siblings);
}
