using System.Numerics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>The tile of a matrix product for integers, and for machines without the vectors that the generated tiles are made of.</summary>
internal static unsafe class PortableGemmTile<T> where T : unmanaged, INumber<T>
{
    /// <summary>The most rows of a tile.</summary>
    public const int MostRows = 4;

    /// <summary>Enters this tile for every kind and size.</summary>
    public static void Fill(delegate*<GemmTileArguments<T>*, void>* table)
    {
        for (var vectors = 1; vectors <= 2; vectors++)
            for (var rows = 1; rows <= MostRows; rows++)
            {
                table[GemmTileTable.Index(GemmTileKind.Rows, vectors, rows)] = &RowsOfA;
                table[GemmTileTable.Index(GemmTileKind.Steps, vectors, rows)] = &StepsOfA;
                table[GemmTileTable.Index(GemmTileKind.Offsets, vectors, rows)] = &OffsetsOfB;
            }
    }

    /// <summary>Transposes a block of vectors; lines beyond the count are zeros.</summary>
    public static void Transpose(T* x, nint stride, nint lines, T* y, nint strideY)
    {
        for (var k = 0; k < Vector<T>.Count; k++)
            for (var i = 0; i < Vector<T>.Count; i++) y[k * strideY + i] = i < lines ? x[i * stride + k] : T.Zero;
    }

    /// <summary>Transposes a block and stores the first numbers of each line.</summary>
    public static void TransposePart(T* x, nint stride, nint count, T* y, nint strideY)
    {
        for (var k = 0; k < Vector<T>.Count; k++)
            for (var i = 0; i < count; i++) y[k * strideY + i] = x[i * stride + k];
    }

    /// <summary>One scalar product.</summary>
    public static void Dot(GemmTileArguments<T>* t)
    {
        nint lanes = Vector<T>.Count, l = 0;
        var sums = Vector<T>.Zero;
        for (; l + lanes <= t->K; l += lanes) sums = MultiplyAdd(Vector.Load(t->A + l), Vector.Load(t->B + l), sums);
        var sum = T.Zero;
        for (var lane = 0; lane < lanes; lane++) sum += sums[lane];
        for (; l < t->K; l++) sum += t->A[l] * t->B[l];
        *t->C = sum;
    }

    private static void RowsOfA(GemmTileArguments<T>* t) => Run(t, t->StrideA, 1, null);

    private static void StepsOfA(GemmTileArguments<T>* t) => Run(t, 1, t->StrideA, null);

    private static void OffsetsOfB(GemmTileArguments<T>* t) => Run(t, t->StrideA, 1, t->Offsets);

    private static void Run(GemmTileArguments<T>* t, nint row, nint step, nint* offsets)
    {
        nint lanes = Vector<T>.Count;
        for (nint v = 0; v < t->Vectors; v++)
        {
            var live = v == t->Vectors - 1 ? t->LastLanes : lanes;
            nint i = 0;
            for (; i + 4 <= t->Rows; i += 4)
            {
                Four(t->K, t->A + i * row, row, step, t->B + v * lanes, t->StrideB, offsets, out var c0, out var c1, out var c2, out var c3);
                Store(t, i, v * lanes, live, c0);
                Store(t, i + 1, v * lanes, live, c1);
                Store(t, i + 2, v * lanes, live, c2);
                Store(t, i + 3, v * lanes, live, c3);
            }
            for (; i < t->Rows; i++) Store(t, i, v * lanes, live, One(t->K, t->A + i * row, step, t->B + v * lanes, t->StrideB, offsets));
        }
    }

    private static void Four(
        nint k, T* a, nint row, nint step, T* b, nint strideB, nint* offsets, out Vector<T> c0, out Vector<T> c1, out Vector<T> c2, out Vector<T> c3)
    {
        Vector<T> s0 = Vector<T>.Zero, s1 = Vector<T>.Zero, s2 = Vector<T>.Zero, s3 = Vector<T>.Zero;
        for (nint l = 0; l < k; l++, a += step)
        {
            var y = Vector.Load(offsets == null ? b + l * strideB : b + offsets[l]);
            s0 = MultiplyAdd(Vector.Create(a[0]), y, s0);
            s1 = MultiplyAdd(Vector.Create(a[row]), y, s1);
            s2 = MultiplyAdd(Vector.Create(a[2 * row]), y, s2);
            s3 = MultiplyAdd(Vector.Create(a[3 * row]), y, s3);
        }
        (c0, c1, c2, c3) = (s0, s1, s2, s3);
    }

    private static Vector<T> One(nint k, T* a, nint step, T* b, nint strideB, nint* offsets)
    {
        var sum = Vector<T>.Zero;
        for (nint l = 0; l < k; l++, a += step) sum = MultiplyAdd(Vector.Create(*a), Vector.Load(offsets == null ? b + l * strideB : b + offsets[l]), sum);
        return sum;
    }

    private static void Store(GemmTileArguments<T>* t, nint row, nint column, nint live, Vector<T> sums)
    {
        var c = t->C + row * t->StrideC + column;
        var start = t->Start == null ? null : t->Start + row * t->StrideStart + column;
        for (var lane = 0; lane < live; lane++)
        {
            var value = sums[lane];
            if (start != null)
            {
                value += start[lane];
                if (value < t->Floor) value = t->Floor;
            }
            c[lane] = value;
        }
    }

    private static Vector<T> MultiplyAdd(Vector<T> x, Vector<T> y, Vector<T> z)
    {
        // fused or not, but the same in every tier of compiled code: MultiplyAddEstimate need not be
        if (Fma.IsSupported || AdvSimd.IsSupported)
        {
            if (typeof(T) == typeof(float)) return Vector.FusedMultiplyAdd(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>();
            if (typeof(T) == typeof(double)) return Vector.FusedMultiplyAdd(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();
        }
        return x * y + z;
    }
}
