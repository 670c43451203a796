using System.Reflection;
using System.Runtime.CompilerServices;

namespace AutoGrad.Tests.Architecture;

/// <summary>What an assembly shows to its users: one sorted line for each public or protected type and member.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<string> s_recordMembers = ["<Clone>$", "PrintMembers", "EqualityContract", "GetHashCode", "Equals", "ToString", "op_Equality", "op_Inequality"];

    public static string[] Of(Assembly assembly) =>
        [.. assembly.GetTypes().Where(IsVisible).SelectMany(t => Lines(t).Select(line => $"{t.Namespace}.{ApiNames.Plain(t)}: {line}")).Distinct().Order(StringComparer.Ordinal)];

    private static bool IsVisible(Type type) =>
        !type.Name.Contains('<') && !type.Name.Contains('$') && (type.IsPublic || (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!));

    private static IEnumerable<string> Lines(Type type)
    {
        yield return Header(type);
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type)) yield return $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}";
            yield break;
        }
        if (type.IsSubclassOf(typeof(Delegate))) yield break;
        var isRecord = type.GetMethod("<Clone>$", Declared) is not null;
        foreach (var member in type.GetMembers(Declared))
        {
            if (isRecord && s_recordMembers.Contains(member.Name)) continue;
            var line = member switch
            {
                ConstructorInfo c when Access(c) is { } access => $"{access}{ApiNames.Simple(type)}({Parameters(c)})",
                MethodInfo m when !IsAccessor(m) && Access(m) is { } access => $"{access}{Modifiers(m)}{Signature(m)}",
                PropertyInfo p when Accessors(p) is { } accessors => accessors,
                FieldInfo f when f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly => $"{(f.IsPublic ? "public" : "protected")} {(f.IsLiteral ? "const " : (f.IsStatic ? "static " : "") + (f.IsInitOnly ? "readonly " : ""))}{ApiNames.Of(f.FieldType)} {f.Name}",
                EventInfo e when Access(e.AddMethod!) is { } access => $"{access}event {ApiNames.Of(e.EventHandlerType!)} {e.Name}",
                _ => null,
            };
            if (line is not null) yield return line;
        }
    }

    private static string Header(Type type)
    {
        var access = type.IsPublic || type.IsNestedPublic ? "public" : "protected";
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{access} delegate {ApiNames.Of(invoke.ReturnType)} {ApiNames.Declaration(type)}({Parameters(invoke)})";
        }
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" :
            type.IsValueType ? (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + "struct" :
            type is { IsAbstract: true, IsSealed: true } ? "static class" : (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (type.GetMethod("<Clone>$", Declared) is null ? "class" : "record");
        var bases = type.IsEnum ? [] : type.GetInterfaces().Where(i => i.IsVisible).Except(type.BaseType?.GetInterfaces() ?? []).Select(ApiNames.Of).Order(StringComparer.Ordinal).ToList();
        if (type.IsClass && type.BaseType is { } b && b != typeof(object)) bases.Insert(0, ApiNames.Of(b));
        return $"{access} {kind} {ApiNames.Declaration(type)}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : "")}{ApiNames.Constraints(type.GetGenericArguments())}";
    }

    private static string? Access(MethodBase method) =>
        method.DeclaringType!.IsInterface ? "" :
        method.IsPublic ? "public " :
        method.IsFamily ? "protected " :
        method.IsFamilyOrAssembly ? "protected internal " : null;

    private static bool IsAccessor(MethodInfo m) => m.IsSpecialName && (m.Name.StartsWith("get_", StringComparison.Ordinal) || m.Name.StartsWith("set_", StringComparison.Ordinal) || m.Name.StartsWith("add_", StringComparison.Ordinal) || m.Name.StartsWith("remove_", StringComparison.Ordinal));

    private static string Modifiers(MethodInfo m) =>
        m.IsStatic ? (m.IsAbstract ? "static abstract " : "static ") :
        m.DeclaringType!.IsInterface ? "" :
        m.IsAbstract ? "abstract " :
        m.GetBaseDefinition().DeclaringType != m.DeclaringType ? (m.IsFinal ? "sealed override " : "override ") :
        m.IsVirtual && !m.IsFinal ? "virtual " : "";

    private static string Signature(MethodInfo m)
    {
        var name = m.IsSpecialName && m.Name.StartsWith("op_", StringComparison.Ordinal) ? ApiNames.Operator(m) : $"{ApiNames.Of(m.ReturnType)} {m.Name}{ApiNames.Generic(m.GetGenericArguments())}";
        var extension = m.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        var constraints = m.GetBaseDefinition().DeclaringType == m.DeclaringType ? ApiNames.Constraints(m.GetGenericArguments()) : "";
        return $"{name}({extension}{Parameters(m)}){constraints}";
    }

    private static string? Accessors(PropertyInfo p)
    {
        var (get, set) = (p.GetMethod is { } g && Access(g) is { } ga ? (g, ga) : default, p.SetMethod is { } s && Access(s) is { } sa ? (s, sa) : default);
        if (get.Item1 is null && set.Item1 is null) return null;
        var (first, access) = get.Item1 is null ? set : get;
        var setter = set.Item1 is null ? "" : $" {(set.Item2 != access ? set.Item2 : "")}{(set.Item1.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init" : "set")};";
        var index = p.GetIndexParameters();
        var name = index.Length == 0 ? p.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{access}{Modifiers(first)}{(p.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "")}{ApiNames.Of(p.PropertyType)} {name} {{{(get.Item1 is null ? "" : " get;")}{setter} }}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo p)
    {
        var modifier = p.IsDefined(typeof(ParamArrayAttribute)) || p.IsDefined(typeof(ParamCollectionAttribute)) ? "params " :
            p.ParameterType.IsByRef ? (p.IsOut ? "out " : p.IsIn ? "in " : "ref ") : "";
        var value = !p.HasDefaultValue ? "" : " = " + p.DefaultValue switch
        {
            null => p.ParameterType.IsValueType && Nullable.GetUnderlyingType(p.ParameterType) is null ? "default" : "null",
            string text => $"\"{text}\"",
            bool truth => truth ? "true" : "false",
            IFormattable number when p.ParameterType.IsEnum => $"{ApiNames.Of(p.ParameterType)}.{Enum.ToObject(p.ParameterType, number)}",
            IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            var other => other.ToString(),
        };
        return $"{modifier}{ApiNames.Of(p.ParameterType)} {p.Name}{value}";
    }
}
