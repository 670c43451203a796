namespace AutoGrad.Kernels;

/// <summary>The extents of a matrix product C[m, n] = A[m, k]·B[k, n], and how the operands lie.</summary>
/// <param name="M">Rows of the result.</param>
/// <param name="N">Columns of the result.</param>
/// <param name="K">The inner extent.</param>
/// <param name="TransposeA">A lies as [k, m].</param>
/// <param name="TransposeB">B lies as [n, k].</param>
internal readonly record struct GemmShape(int M, int N, int K, bool TransposeA, bool TransposeB);
