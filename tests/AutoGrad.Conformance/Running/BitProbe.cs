using System.Reflection;

namespace AutoGrad.Conformance.Running;

/// <summary>Runs every operation that takes one tensor, or two, over many numbers and writes one word for the bits that come out.</summary>
/// <remarks>
/// The lines of two runs are equal where the operations compute the same bits. Runs of one machine may differ in how their code was
/// compiled: see the README.
/// </remarks>
internal static class BitProbe
{
    private static readonly (string Name, double Low, double High)[] s_ranges = [("small", 0.01, 0.99), ("large", -10, 10), ("above 1", 1, 20)];

    /// <summary>Writes <c>operation type range: word</c>, a line each.</summary>
    public static void Write(TextWriter output)
    {
        foreach (var method in Methods())
            foreach (var dtype in new[] { DType.Float64, DType.Float32 })
                foreach (var (name, low, high) in s_ranges)
                    if (Bits(method, dtype, low, high) is { } bits) output.WriteLine($"{method.Name} {dtype} {name}: {bits:x16}");
    }

    private static IEnumerable<MethodInfo> Methods() =>
        from method in typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.ReturnType == typeof(Tensor) && !method.IsSpecialName && !method.IsGenericMethod && method.GetCustomAttribute<ObsoleteAttribute>() is null
        let needed = method.GetParameters().TakeWhile(p => !p.IsOptional).ToArray()
        where needed.Length == 0 || needed.Length == 1 && needed[0].ParameterType == typeof(Tensor)
        where method.GetParameters().All(p => !p.ParameterType.IsByRefLike && p.ParameterType != typeof(Generator))
        orderby method.Name, method.ToString()
        select method;

    // not a multiple of any register, and not square: what wants a square matrix says so
    private static ulong? Bits(MethodInfo method, DType dtype, double low, double high)
    {
        try
        {
            if (Results(method, dtype, low, high, [3, 13])[0].Size > 39) return null;       // of all pairs: too many for many numbers
            var word = 14695981039346656037;
            foreach (var result in Results(method, dtype, low, high, [21, 997]))
                foreach (var value in result.To(DType.Float64).ToArray<double>()) word = unchecked((word ^ (double.IsNaN(value) ? 1 : BitConverter.DoubleToUInt64Bits(value))) * 1099511628211);
            return word;
        }
        // it asks for another shape, range or type
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The value and the gradients that there are.</summary>
    private static List<Tensor> Results(MethodInfo method, DType dtype, double low, double high, Shape shape)
    {
        var generator = new Generator(5);
        var (x, y) = (Tensor.Uniform(shape, low, high, dtype, generator).WithGrad(), Tensor.Uniform(shape, low, high, dtype, generator).WithGrad());
        var arguments = method.GetParameters().Select(p => p.IsOptional ? Type.Missing : y).ToArray();
        var z = (Tensor)method.Invoke(x, BindingFlags.DoNotWrapExceptions | BindingFlags.OptionalParamBinding, null, arguments, null)!;
        List<Tensor> results = [z.Detach()];
        if (!z.RequiresGrad) return results;
        z.Sum().Backward();
        if (x.Grad is not null) results.Add(x.Grad);
        if (y.Grad is not null) results.Add(y.Grad);
        return results;
    }
}
