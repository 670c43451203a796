namespace AutoGrad.Kernels.Generator;

/// <summary>A square block transposed in registers: as many lines as a vector has numbers.</summary>
internal static class TransposeMethod
{
    public static void Write(CodeWriter code, VectorKind vector)
    {
        code.Line("/// <summary>Transposes a block; lines beyond the count are zeros.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Line($"public static void Transpose({vector.Element}* x, nint stride, nint lines, {vector.Element}* y, nint strideY)");
        using (code.Block())
        {
            for (var i = 0; i < vector.Lanes; i++) code.Line($"var r{i} = {(i == 0 ? "" : $"lines <= {i} ? {vector.Zero} : ")}{vector.Load($"x + {i} * stride")};");
            WriteBlock(code, vector, (line, value) => $"{value}.Store(y + {line} * strideY);");
        }
        code.Line("/// <summary>Transposes a block and stores the first numbers of each line.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Line($"public static void TransposePart({vector.Element}* x, nint stride, nint count, {vector.Element}* y, nint strideY)");
        using (code.Block())
        {
            code.Line($"var live = {vector.FirstLanes("count")};");
            for (var i = 0; i < vector.Lanes; i++) code.Line($"var r{i} = {vector.Load($"x + {i} * stride")};");
            WriteBlock(code, vector, (line, value) => vector.MaskedStore($"y + {line} * strideY", "live", value));
        }
    }

    private static void WriteBlock(CodeWriter code, VectorKind vector, Func<int, string, string> store)
    {
        for (var g = 0; g < vector.Lanes; g += vector.LanesOf128) Within128(code, vector, g);
        if (vector.IsWide) Across512(code, vector.LanesOf128, store);
        else Across256(code, vector.LanesOf128, store);
    }

    /// <summary>Now lane l of r[g + x] holds the lines g, g + 1, ... of column l·inner + x.</summary>
    private static void Within128(CodeWriter code, VectorKind vector, int g)
    {
        var unpack = vector.Unpack;
        if (vector.LanesOf128 == 2)
        {
            code.Line($"(r{g}, r{g + 1}) = ({unpack}Low(r{g}, r{g + 1}), {unpack}High(r{g}, r{g + 1}));");
            return;
        }
        for (var i = g; i < g + 4; i += 2) code.Line($"(r{i}, r{i + 1}) = ({unpack}Low(r{i}, r{i + 1}), {unpack}High(r{i}, r{i + 1}));");
        var pairs = new[] { (0, 2, "Low"), (0, 2, "High"), (1, 3, "Low"), (1, 3, "High") };
        for (var x = 0; x < 4; x++)
            code.Line($"var s{g + x} = {unpack}{pairs[x].Item3}(r{g + pairs[x].Item1}.AsDouble(), r{g + pairs[x].Item2}.AsDouble()).AsSingle();");
        for (var x = 0; x < 4; x++) code.Line($"r{g + x} = s{g + x};");
    }

    private static void Across256(CodeWriter code, int inner, Func<int, string, string> store)
    {
        for (var x = 0; x < inner; x++)
        {
            code.Line(store(x, $"Avx.Permute2x128(r{x}, r{inner + x}, 0x20)"));
            code.Line(store(inner + x, $"Avx.Permute2x128(r{x}, r{inner + x}, 0x31)"));
        }
    }

    private static void Across512(CodeWriter code, int inner, Func<int, string, string> store)
    {
        for (var half = 0; half < 4; half += 2)
            for (var x = 0; x < inner; x++)
            {
                var (first, second) = (half * inner + x, (half + 1) * inner + x);
                code.Line($"(r{first}, r{second}) = (Avx512F.Shuffle4x128(r{first}, r{second}, 0x88), Avx512F.Shuffle4x128(r{first}, r{second}, 0xdd));");
            }
        for (var x = 0; x < 2 * inner; x++)
        {
            code.Line(store(x, $"Avx512F.Shuffle4x128(r{x}, r{2 * inner + x}, 0x88)"));
            code.Line(store(2 * inner + x, $"Avx512F.Shuffle4x128(r{x}, r{2 * inner + x}, 0xdd)"));
        }
    }
}
