namespace AutoGrad.Tests.OpTable;

/// <summary>Linear algebra by definition, for small matrices: what references compare with. It shares no code with the library.</summary>
internal static class SmallMatrix
{
    /// <summary>Applies a function to each matrix of batches that broadcast.</summary>
    public static NdArray Each(Func<double[][,], double[,]> function, params NdArray[] x)
    {
        int[] batch = NdArray.BroadcastExtents([.. x.Select(a => NdArray.Zeros(a.Extents[..^2]))]);
        var results = NdArray.Indices(batch).Select(i => function([.. x.Select(a => At(a, i))])).ToArray();
        if (results.Length == 0) throw new InvalidOperationException("A sample needs at least one matrix.");
        return new NdArray([.. results.SelectMany(m => m.Cast<double>())], [.. batch, results[0].GetLength(0), results[0].GetLength(1)]);
    }

    /// <summary>Applies a function to each matrix of a batch that gives a number.</summary>
    public static NdArray EachToNumber(Func<double[,], double> function, NdArray x) =>
        new(Each(m => new[,] { { function(m[0]) } }, x).Data, x.Extents[..^2]);

    /// <summary>Applies a function to each matrix of a batch that gives a vector.</summary>
    public static NdArray EachToVector(Func<double[,], double[]> function, NdArray x)
    {
        var rows = Each(m => Build(1, function(m[0]).Length, (_, j) => function(m[0])[j]), x);
        return new NdArray(rows.Data, [.. rows.Extents[..^2], rows.Extents[^1]]);
    }

    public static double[,] Build(int rows, int columns, Func<int, int, double> element)
    {
        var m = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) m[i, j] = element(i, j);
        return m;
    }

    public static double[,] Identity(int n) => Build(n, n, (i, j) => i == j ? 1 : 0);

    public static double[,] Transpose(double[,] a) => Build(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]);

    public static double[,] Symmetric(double[,] a) => Map(a, (i, j) => (a[i, j] + a[j, i]) / 2);

    public static double[,] Abs(double[,] a) => Map(a, (i, j) => Math.Abs(a[i, j]));

    public static double[,] Map(double[,] a, Func<int, int, double> element) => Build(a.GetLength(0), a.GetLength(1), element);

    public static double[,] Product(double[,] a, double[,] b) =>
        Build(a.GetLength(0), b.GetLength(1), (i, j) => Enumerable.Range(0, a.GetLength(1)).Sum(k => a[i, k] * b[k, j]));

    /// <summary>A·Aᵀ + I, positive definite.</summary>
    public static double[,] Definite(double[,] a)
    {
        var square = Product(a, Transpose(a));
        return Map(square, (i, j) => square[i, j] + (i == j ? 1 : 0));
    }

    /// <summary>By expansion along the first row.</summary>
    public static double Determinant(double[,] a)
    {
        var n = a.GetLength(0);
        return n == 0 ? 1 : Enumerable.Range(0, n).Sum(j => a[0, j] * Cofactor(a, 0, j));
    }

    /// <summary>By Cramer's rule.</summary>
    public static double[,] Inverse(double[,] a)
    {
        var determinant = Determinant(a);
        return Map(a, (i, j) => Cofactor(a, j, i) / determinant);
    }

    /// <summary>By the normal equations, of the rows for a wide matrix.</summary>
    public static double[,] PseudoInverse(double[,] a)
    {
        var t = Transpose(a);
        return a.GetLength(0) >= a.GetLength(1) ? Product(Inverse(Product(t, a)), t) : Product(t, Inverse(Product(a, t)));
    }

    /// <summary>Orthonormal columns with R of positive diagonal, by Gram and Schmidt.</summary>
    public static (double[,] Q, double[,] R) Orthogonalized(double[,] a)
    {
        var (q, n) = ((double[,])a.Clone(), a.GetLength(1));
        var r = new double[n, n];
        var rows = Enumerable.Range(0, a.GetLength(0));
        for (var j = 0; j < n; j++)
        {
            for (var k = 0; k < j; k++)
            {
                r[k, j] = rows.Sum(i => q[i, k] * q[i, j]);
                foreach (var i in rows) q[i, j] -= r[k, j] * q[i, k];
            }
            r[j, j] = Math.Sqrt(rows.Sum(i => q[i, j] * q[i, j]));
            foreach (var i in rows) q[i, j] /= r[j, j];
        }
        return (q, r);
    }

    /// <summary>Ascending eigenvalues and their vectors up to sign, by the plain QR iteration: for positive eigenvalues well apart.</summary>
    public static (double[] Values, double[,] Vectors) Eigen(double[,] a)
    {
        var n = a.GetLength(0);
        var vectors = Identity(n);
        for (var i = 0; i < 400; i++)
        {
            var (q, r) = Orthogonalized(a);
            (a, vectors) = (Product(r, q), Product(vectors, q));
        }
        return ([.. Enumerable.Range(0, n).Select(i => a[n - 1 - i, n - 1 - i])], Map(a, (i, j) => vectors[i, n - 1 - j]));
    }

    /// <summary>The power series.</summary>
    public static double[,] Exponential(double[,] a)
    {
        var (sum, term) = (Identity(a.GetLength(0)), Identity(a.GetLength(0)));
        for (var k = 1; k < 120; k++)
        {
            var (next, before) = (Product(term, a), sum);
            term = Map(next, (i, j) => next[i, j] / k);
            sum = Map(before, (i, j) => before[i, j] + term[i, j]);
        }
        return sum;
    }

    private static double Cofactor(double[,] a, int row, int column) =>
        ((row + column) % 2 == 0 ? 1 : -1) * Determinant(Build(a.GetLength(0) - 1, a.GetLength(1) - 1, (i, j) => a[i < row ? i : i + 1, j < column ? j : j + 1]));

    private static double[,] At(NdArray a, int[] batch)
    {
        var own = batch[(batch.Length - a.Rank + 2)..];
        for (var axis = 0; axis < own.Length; axis++)
            if (a.Extents[axis] == 1) own[axis] = 0;
        return Build(a.Extents[^2], a.Extents[^1], (i, j) => a[[.. own, i, j]]);
    }
}
