using System.Reflection;

namespace AutoGrad.Tests.Architecture;

/// <summary>Types as a C# programmer writes them.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["op_Addition"] = "+",
        ["op_Subtraction"] = "-",
        ["op_Multiply"] = "*",
        ["op_Division"] = "/",
        ["op_Modulus"] = "%",
        ["op_UnaryNegation"] = "-",
        ["op_UnaryPlus"] = "+",
        ["op_LogicalNot"] = "!",
        ["op_OnesComplement"] = "~",
        ["op_BitwiseAnd"] = "&",
        ["op_BitwiseOr"] = "|",
        ["op_ExclusiveOr"] = "^",
        ["op_LeftShift"] = "<<",
        ["op_RightShift"] = ">>",
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_LessThan"] = "<",
        ["op_GreaterThan"] = ">",
        ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_True"] = "true",
        ["op_False"] = "false",
        ["op_Increment"] = "++",
        ["op_Decrement"] = "--",
    };

    public static string Of(Type type)
    {
        if (s_keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsByRef || type.IsPointer) return Of(type.GetElementType()!) + (type.IsPointer ? "*" : "");
        if (type.IsArray) return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsGenericParameter) return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value) + "?";
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true) return $"({string.Join(", ", type.GetGenericArguments().Select(Of))})";
        var outer = type.DeclaringType is { } d ? Simple(d) + "." : "";
        var arity = type.Name.Contains('`') ? int.Parse(type.Name[(type.Name.IndexOf('`') + 1)..]) : 0;
        return outer + Simple(type) + Generic(type.GetGenericArguments()[^arity..]);
    }

    /// <summary>The name without arity.</summary>
    public static string Simple(Type type) => type.Name.Split('`')[0];

    /// <summary>The name with the types it is nested in.</summary>
    public static string Plain(Type type) => type.DeclaringType is { } outer ? $"{Plain(outer)}.{Simple(type)}" : Simple(type);

    /// <summary>The name with type parameters.</summary>
    public static string Declaration(Type type) => Simple(type) + Generic(type.GetGenericArguments());

    public static string Generic(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Of))}>";

    public static string Operator(MethodInfo m) => m.Name switch
    {
        "op_Implicit" => $"implicit operator {Of(m.ReturnType)}",
        "op_Explicit" => $"explicit operator {Of(m.ReturnType)}",
        _ => $"{Of(m.ReturnType)} operator {s_operators.GetValueOrDefault(m.Name, m.Name)}",
    };

    public static string Constraints(Type[] parameters) => string.Concat(parameters.Where(p => p.IsGenericParameter).Select(Constraint));

    private static string Constraint(Type p)
    {
        var attributes = p.GenericParameterAttributes;
        var unmanaged = p.GetCustomAttributesData().Any(a => a.AttributeType.Name == "IsUnmanagedAttribute");
        var all = new List<string>();
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) all.Add("class");
        if (unmanaged) all.Add("unmanaged");
        else if (attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)) all.Add("struct");
        all.AddRange(p.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(Of).Order(StringComparer.Ordinal));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)) all.Add("new()");
        if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike)) all.Add("allows ref struct");
        return all.Count == 0 ? "" : $" where {p.Name} : {string.Join(", ", all)}";
    }
}
