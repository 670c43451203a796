using System.Numerics;

namespace AutoGrad;

public partial class Tensor
{
    /// <summary>The identity matrix: ones on the diagonal, zeros elsewhere.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns; null for as many as rows.</param>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="ArgumentException">A number is negative.</exception>
    public static Tensor Eye(int rows, int? columns = null, DType dtype = DType.Float32)
    {
        var y = Zeros([rows, columns ?? rows], dtype);
        if (dtype == DType.Bool) EyeKernel.Diagonal(y, true);
        else Dispatch.Number("Eye", dtype, new EyeKernel(y));
        return y;
    }

    private readonly struct EyeKernel(Tensor y) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => Diagonal(y, T.One);

        public static void Diagonal<T>(Tensor y, T one) where T : unmanaged
        {
            var span = y.Span<T>();
            var columns = y.Shape[1];
            for (var i = 0; i < Math.Min(y.Shape[0], columns); i++) span[i * columns + i] = one;
        }
    }
}
