using System.Runtime.InteropServices;
using AutoGrad.Compare.Workloads;

namespace AutoGrad.Compare.Sides;

/// <summary>The peer of <see cref="MatrixProduct"/>: the same product by OpenBLAS, into a matrix that stays where it is.</summary>
internal sealed unsafe partial class OpenBlasProduct : Workload
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, Plain = 111, Transposed = 112;
    private const nuint Alignment = 64;

    private readonly ProductShape _shape;
    private readonly int _elementSize;
    private readonly void* _a, _b, _c;

    public OpenBlasProduct(ProductShape shape)
    {
        (_shape, _elementSize) = (shape, shape.IsDouble ? sizeof(double) : sizeof(float));
        _a = Matrix(shape.M, shape.K);
        _b = Matrix(shape.K, shape.N);
        _c = Matrix(shape.M, shape.N);
    }

    /// <summary>Whether the library is installed.</summary>
    public static bool IsInstalled => NativeLibrary.TryLoad(Library, out _);

    public override IEnumerable<Tensor> Start => throw new NotSupportedException("OpenBLAS starts from what our side wrote.");

    /// <summary>Takes the operands that our side wrote.</summary>
    public void Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        StartFile.ReadNext(reader, new Span<byte>(_a, _shape.M * _shape.K * _elementSize));
        StartFile.ReadNext(reader, new Span<byte>(_b, _shape.K * _shape.N * _elementSize));
    }

    public override Tensor Step()
    {
        var (m, n, k) = (_shape.M, _shape.N, _shape.K);
        var (ta, tb) = (_shape.TransposeA ? Transposed : Plain, _shape.TransposeB ? Transposed : Plain);
        var (lda, ldb) = (_shape.TransposeA ? m : k, _shape.TransposeB ? k : n);
        if (_shape.IsDouble) Dgemm(RowMajor, ta, tb, m, n, k, 1, (double*)_a, lda, (double*)_b, ldb, 0, (double*)_c, n);
        else Sgemm(RowMajor, ta, tb, m, n, k, 1, (float*)_a, lda, (float*)_b, ldb, 0, (float*)_c, n);
        return null!;
    }

    public override double Witness()
    {
        Step();
        var size = _shape.M * _shape.N;
        return _shape.IsDouble ? Fingerprint.Of(new ReadOnlySpan<double>(_c, size)) : Fingerprint.Of(new ReadOnlySpan<float>(_c, size));
    }

    private void* Matrix(int rows, int columns) => NativeMemory.AlignedAlloc((nuint)rows * (nuint)columns * (nuint)_elementSize, Alignment);

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void Sgemm(int order, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dgemm")]
    private static partial void Dgemm(int order, int transposeA, int transposeB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc);
}
