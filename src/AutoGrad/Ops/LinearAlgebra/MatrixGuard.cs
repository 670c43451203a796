using System.Numerics;
using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Ops;

/// <summary>What linear algebra asks of its operands, and the messages it fails with.</summary>
internal static class MatrixGuard
{
    /// <summary>Floating-point matrices on the last two axes.</summary>
    public static void Matrices(string op, Tensor a, [CallerArgumentExpression(nameof(a))] string parameter = "a")
    {
        ArgumentNullException.ThrowIfNull(a, parameter);
        if (!a.DType.IsFloating) throw Guard.NeedsFloat(op, a.DType);
        if (a.Rank < 2) throw new ArgumentException($"{op}: needs matrices on the last two axes, the tensor is {a.Shape}.{NameScope.Suffix}", parameter);
    }

    /// <summary>Floating-point square matrices on the last two axes.</summary>
    public static void Square(string op, Tensor a, [CallerArgumentExpression(nameof(a))] string parameter = "a")
    {
        Matrices(op, a, parameter);
        if (a.Shape[^1] != a.Shape[^2]) throw new ArgumentException($"{op}: needs square matrices, the last two axes of {a.Shape} differ.{NameScope.Suffix}", parameter);
    }

    /// <summary>Square matrices equal to their transpose but for rounding: √ε of the largest element.</summary>
    public static void Symmetric(string op, Tensor a, [CallerArgumentExpression(nameof(a))] string parameter = "a")
    {
        Square(op, a, parameter);
        Dispatch.Float(op, a.DType, new SymmetryCheck(op, a, parameter));
    }

    /// <summary>Iterations end only on numbers.</summary>
    public static void Finite(string op, Tensor a, [CallerArgumentExpression(nameof(a))] string parameter = "a") =>
        Dispatch.Float(op, a.DType, new FiniteCheck(op, a, parameter));

    public static ArgumentException Singular(string op, Shape shape, int matrix, int pivot) =>
        new($"{op}: {Which(shape, matrix)} is singular: pivot {pivot} is 0, there is no unique solution. Pinv solves in the least-squares sense.{NameScope.Suffix}");

    public static ArgumentException NotPositiveDefinite(string op, Shape shape, int matrix, int pivot) =>
        new($"{op}: {Which(shape, matrix)} is not positive definite: pivot {pivot} is not positive. A small multiple of the identity added to a covariance helps.{NameScope.Suffix}");

    public static InvalidOperationException NotConverged(string op, Shape shape, int matrix) =>
        new($"{op}: the rotations did not converge on {Which(shape, matrix)}.{NameScope.Suffix}");

    /// <summary>One matrix of a batch, in words.</summary>
    public static string Which(Shape shape, int matrix)
    {
        if (shape.Rank <= 2) return $"the matrix {shape}";
        var index = new int[shape.Rank - 2];
        for (var axis = index.Length - 1; axis >= 0; axis--) (matrix, index[axis]) = Math.DivRem(matrix, shape[axis]);
        return $"matrix [{string.Join(", ", index)}] of {shape}";
    }

    /// <summary>How many matrices a tensor holds.</summary>
    public static int Count(Shape shape) => Shape.Product(shape.Extents[..^2]);

    /// <summary>The distance from 1 to the next number of an element type.</summary>
    public static double Epsilon(DType dtype) => dtype == DType.Float32 ? Precision.Epsilon<float>() : Precision.Epsilon<double>();

    private readonly struct SymmetryCheck(string op, Tensor a, string parameter) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var n = a.Shape[^1];
            for (var b = 0; b < Count(a.Shape); b++)
            {
                ReadOnlySpan<T> x = a.Span<T>().Slice(b * n * n, n * n);
                if (n == 0) return;
                var allowed = T.Sqrt(Precision.Epsilon<T>()) * T.Abs(TensorPrimitives.MaxMagnitude(x));
                for (var i = 0; i < n; i++)
                    for (var j = 0; j < i; j++)
                        if (T.Abs(x[i * n + j] - x[j * n + i]) > allowed)
                            throw new ArgumentException(
                                $"{op}: {Which(a.Shape, b)} is not symmetric: element [{i}, {j}] is {x[i * n + j]}, element [{j}, {i}] is {x[j * n + i]}. Take (a + a.Transpose(-2, -1)) / 2.{NameScope.Suffix}", parameter);
            }
        }
    }

    private readonly struct FiniteCheck(string op, Tensor a, string parameter) : IFloatKernel
    {
        public void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            foreach (var x in a.Span<T>())
                if (!T.IsFinite(x)) throw new ArgumentException($"{op}: the tensor {a.Shape} holds {x}: only finite numbers can be decomposed.{NameScope.Suffix}", parameter);
        }
    }
}
