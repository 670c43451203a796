using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Runs a function in two parts over blocks that stay in the first cache.</summary>
/// <remarks>For functions longer than what the compiler inlines into one loop: calls from the middle of a loop would cost ten times as much.</remarks>
internal static class InTwoPasses
{
    private const int Block = 512;

    /// <summary>y = f(x, part(x)). The result may be written over the operand.</summary>
    [SkipLocalsInit]
    public static void Run<T, P, F>(P part, F f, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged where P : struct, IUnaryOperator where F : struct, IBinaryOperator
    {
        Span<T> parts = stackalloc T[Block];
        for (var i = 0; i < x.Length; i += Block)
        {
            var n = Math.Min(Block, x.Length - i);
            Elementwise.Run(part, x.Slice(i, n), parts);
            Elementwise.Run(f, x.Slice(i, n), parts, y.Slice(i, n));
        }
    }

    /// <summary>z = f(x, y, part(y)). The result may be written over an operand.</summary>
    [SkipLocalsInit]
    public static void Run<T, P, F>(P part, F f, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where T : unmanaged where P : struct, IUnaryOperator where F : struct, ITernaryOperator
    {
        Span<T> parts = stackalloc T[Block];
        for (var i = 0; i < x.Length; i += Block)
        {
            var n = Math.Min(Block, x.Length - i);
            Elementwise.Run(part, y.Slice(i, n), parts);
            Elementwise.Run(f, x.Slice(i, n), y.Slice(i, n), parts, z.Slice(i, n));
        }
    }
}
