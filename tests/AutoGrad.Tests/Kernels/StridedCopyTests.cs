using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class StridedCopyTests
{
    [Test]
    public void A_transposition_moves_every_element_at_any_size_and_width()
    {
        for (var rows = 1; rows <= 70; rows += 3)
            for (var columns = 1; columns <= 70; columns += 4)
            {
                Transposes(rows, columns, i => (byte)i);
                Transposes(rows, columns, i => (short)i);
                Transposes(rows, columns, i => (float)i);
                Transposes(rows, columns, i => (long)i << 32 | (long)i);
            }
    }

    [Test]
    public void A_permutation_of_four_axes_moves_every_element()
    {
        int[] extents = [3, 17, 5, 33];
        var x = Enumerable.Range(0, extents.Aggregate((a, b) => a * b)).Select(i => (float)i).ToArray();
        var xs = StridedCopy.RowMajor(extents);
        foreach (var order in new int[][] { [0, 2, 1, 3], [3, 2, 1, 0], [0, 3, 2, 1], [1, 3, 0, 2], [2, 0, 3, 1] })
        {
            var (shape, from) = (Array.ConvertAll(order, a => extents[a]), Array.ConvertAll(order, a => xs[a]));
            var (y, ys) = (new float[x.Length], StridedCopy.RowMajor(shape));
            StridedCopy.Run<float>(shape, x, 0, from, y, 0, ys);
            for (var i = 0; i < y.Length; i++)
            {
                var (rest, at) = (i, 0);
                for (var a = 0; a < 4; a++)
                {
                    at += rest / ys[a] * from[a];
                    rest %= ys[a];
                }
                if (y[i] != x[at]) throw new ShouldAssertException($"axes {string.Join(", ", order)}, element {i}: {y[i]}, not {x[at]}");
            }
        }
    }

    private static void Transposes<T>(int rows, int columns, Func<int, T> element) where T : unmanaged, IEquatable<T>
    {
        var x = Enumerable.Range(0, rows * columns).Select(element).ToArray();
        var y = new T[x.Length];
        StridedCopy.Run<T>([rows, columns], x, 0, [1, rows], y, 0, [columns, 1]);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                if (!y[i * columns + j].Equals(x[j * rows + i])) throw new ShouldAssertException($"{typeof(T).Name} {rows} × {columns}: wrong at {i}, {j}");
    }
}
