using System.Text.RegularExpressions;
using AutoGrad.Tests.Architecture;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Tests.Docs.Reference;

/// <summary>A public function of the library with all its overloads, as the sources document it.</summary>
/// <param name="Name">The method's name; an operator goes by its friendly name, a loss with its class: <c>Loss.Mse</c>.</param>
/// <param name="Family">The folder under Ops.</param>
/// <param name="File">The source file.</param>
/// <param name="Calls">How each overload is called in C#.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Remarks">Its conventions; may be empty.</param>
internal sealed partial record LibraryMember(string Name, string Family, string File, string[] Calls, string Summary, string Remarks)
{
    private static readonly Dictionary<string, (string Name, string Symbol)> s_operators = new()
    {
        ["op_Addition"] = ("Add", "+"),
        ["op_Subtraction"] = ("Subtract", "-"),
        ["op_Multiply"] = ("Multiply", "*"),
        ["op_Division"] = ("Divide", "/"),
        ["op_Modulus"] = ("Remainder", "%"),
        ["op_UnaryNegation"] = ("Negate", "-"),
        ["op_LessThan"] = ("Less", "<"),
        ["op_GreaterThan"] = ("Greater", ">"),
        ["op_LessThanOrEqual"] = ("LessOrEqual", "<="),
        ["op_GreaterThanOrEqual"] = ("GreaterOrEqual", ">="),
        ["op_BitwiseAnd"] = ("LogicalAnd", "&"),
        ["op_BitwiseOr"] = ("LogicalOr", "|"),
        ["op_ExclusiveOr"] = ("LogicalXor", "^"),
        ["op_LogicalNot"] = ("LogicalNot", "!"),
        ["op_OnesComplement"] = ("LogicalNot", "~"),
    };

    /// <summary>Every public function declared in the folder Ops, and every loss.</summary>
    public static IReadOnlyList<LibraryMember> All { get; } = [.. Find()];

    private static IEnumerable<LibraryMember> Find() =>
        from type in new[] { "AutoGrad.Tensor", "AutoGrad.LinearAlgebra", "AutoGrad.Recurrent", "AutoGrad.Nn.Loss" }
        from symbol in LibraryCompilation.Compilation.GetTypeByMetadataName(type)!.GetMembers()
        where symbol.DeclaredAccessibility == Accessibility.Public && symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.UserDefinedOperator } or IPropertySymbol
        let file = symbol.Locations[0].SourceTree!.FilePath
        let family = FamilyOf(file)
        where family is not null
        group (Symbol: symbol, File: file, Family: family) by NameOf(symbol) into overloads
        orderby overloads.Key
        let documented = overloads.Select(o => XmlText.Of(o.Symbol)).OrderByDescending(d => d.Remarks.Length).First()
        select new LibraryMember(overloads.Key, overloads.First().Family, overloads.First().File, [.. overloads.Select(o => Call(o.Symbol)).Distinct()],
            XmlText.Of(overloads.First().Symbol).Summary, documented.Remarks);

    private static string? FamilyOf(string file) =>
        Folder().Match(file) is { Success: true } match ? match.Groups[1].Value : file.StartsWith("src/AutoGrad/Nn/Loss", StringComparison.Ordinal) ? "Losses" : null;

    private static string NameOf(ISymbol symbol)
    {
        if (symbol is IPropertySymbol { IsIndexer: true }) return "Index";
        if (s_operators.TryGetValue(symbol.Name, out var op)) return op.Name;
        return symbol.ContainingType.Name == "Loss" ? $"Loss.{symbol.Name}" : symbol.Name;
    }

    private static string Call(ISymbol symbol)
    {
        if (symbol is IPropertySymbol property) return property.IsIndexer ? $"x[{string.Join(", ", property.Parameters.Select(p => p.Name))}]" : $"x.{property.Name}";
        var method = (IMethodSymbol)symbol;
        var names = method.Parameters.Select(p => p.Name).ToArray();
        if (s_operators.TryGetValue(method.Name, out var op)) return names.Length == 1 ? $"{op.Symbol}{names[0]}" : $"{names[0]} {op.Symbol} {names[1]}";
        var owner = method.IsStatic ? method.ContainingType.Name : names.Contains("x") ? "y" : "x";
        return $"{owner}.{method.Name}{(method.IsGenericMethod ? "<T>" : "")}({string.Join(", ", method.Parameters.Select(Parameter))})";
    }

    private static string Parameter(IParameterSymbol p) => !p.HasExplicitDefaultValue ? p.Name : $"{p.Name}: {Default(p)}";

    private static string Default(IParameterSymbol p) => p.ExplicitDefaultValue switch
    {
        null => p.Type.IsReferenceType || p.NullableAnnotation == NullableAnnotation.Annotated ? "null" : "default",
        bool b => b ? "true" : "false",
        var v when p.Type.TypeKind == TypeKind.Enum => p.Type.GetMembers().OfType<IFieldSymbol>().First(f => Equals(f.ConstantValue, v)).Name,
        var v => Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture)!.Replace("E-0", "e-"),
    };

    [GeneratedRegex("^src/AutoGrad/Ops/([^/]+)/")]
    private static partial Regex Folder();
}
