namespace AutoGrad;

public static partial class Autodiff
{
    // rows or columns computed at a time: more would only cost memory
    private const int JacobianBatch = 128;

    /// <summary>The Jacobian of a function of one tensor: ∂y[i...]/∂x[j...].</summary>
    /// <param name="function">Takes a tensor to a tensor.</param>
    /// <param name="x">The point: Float32 or Float64.</param>
    /// <param name="mode">By rows, by columns, or whichever are fewer.</param>
    /// <returns>A tensor in the shape of the function's result followed by the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> or the function's result is not Float32 or Float64.</exception>
    /// <exception cref="NotSupportedException">An op on the way has no derivative.</exception>
    public static Tensor Jacobian(Func<Tensor, Tensor> function, Tensor x, JacobianMode mode = JacobianMode.Auto)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jacobians("Jacobian", t => [function(t[0])], [x], mode)[0][0];
    }

    /// <summary>The Jacobians of a function of several tensors, one by each.</summary>
    /// <inheritdoc cref="Jacobian(Func{Tensor, Tensor}, Tensor, JacobianMode)"/>
    /// <param name="function">Takes tensors to a tensor.</param>
    /// <param name="x">The point.</param>
    /// <param name="mode">By rows, by columns, or whichever are fewer.</param>
    /// <returns>One tensor an input: the shape of the function's result followed by the shape of that input.</returns>
    public static Tensor[] Jacobian(Func<Tensor[], Tensor> function, Tensor[] x, JacobianMode mode = JacobianMode.Auto)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        return Jacobians("Jacobian", t => [function(t)], x, mode)[0];
    }

    /// <summary>One Jacobian an output and input.</summary>
    private static Tensor[][] Jacobians(string op, Func<Tensor[], Tensor[]> function, Tensor[] x, JacobianMode mode)
    {
        var trace = Trace.Of(op, function, x);
        var (rows, columns) = (0L, 0L);
        foreach (var t in x) columns += t.Size;
        foreach (var y in trace.Values) rows += y.Size;
        var forward = mode switch
        {
            JacobianMode.Auto => columns < rows,
            JacobianMode.Forward => true,
            JacobianMode.Reverse => false,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, $"{op}: there is no such mode."),
        };
        var blocks = Array.ConvertAll(trace.Values, _ => new Tensor[x.Length]);
        if (forward)
            for (var j = 0; j < x.Length; j++) Columns(trace, x, j, blocks);
        else
            for (var i = 0; i < blocks.Length; i++) blocks[i] = Rows(trace, x, i);
        return blocks;
    }

    private static Tensor[] Rows(Trace trace, Tensor[] x, int output)
    {
        var y = trace.Values[output];
        var rows = OneByOne(y, e => trace.Pull(Array.ConvertAll(trace.Values, v => ReferenceEquals(v, y) ? e : Tensor.ZerosLike(v))), x);
        for (var j = 0; j < rows.Length; j++) rows[j] = rows[j].Reshape(Shape.Concat(y.Shape.Extents, x[j].Shape.Extents));
        return rows;
    }

    private static void Columns(Trace trace, Tensor[] x, int input, Tensor[][] blocks)
    {
        var columns = OneByOne(x[input], e =>
        {
            var tangents = new Tensor?[x.Length];
            tangents[input] = e;
            return trace.Push(tangents);
        }, trace.Values);
        for (var i = 0; i < columns.Length; i++)
        {
            var y = trace.Values[i].Shape;
            blocks[i][input] = columns[i].Reshape(new Shape(x[input].Size, y.Size)).Transpose(0, 1).Reshape(Shape.Concat(y.Extents, x[input].Shape.Extents));
        }
    }

    /// <summary>A linear function at each unit tensor in the shape of one: [unit, result...] for each result.</summary>
    private static Tensor[] OneByOne(Tensor like, Func<Tensor, Tensor[]> linear, ReadOnlySpan<Tensor> results)
    {
        var n = like.Size;
        var parts = new List<Tensor>[results.Length];
        for (var k = 0; k < parts.Length; k++) parts[k] = [Tensor.Zeros(Shape.Concat([0], results[k].Shape.Extents), results[k].DType)];
        for (var start = 0; start < n; start += JacobianBatch)
        {
            var count = Math.Min(JacobianBatch, n - start);
            var units = Tensor.Eye(n, dtype: like.DType).Narrow(0, start, count).Reshape(Shape.Concat([count], like.Shape.Extents));
            var batch = MapSamples(t => linear(t[0]), [units], [0], count);
            for (var k = 0; k < parts.Length; k++) parts[k].Add(batch[k]);
        }
        var joined = new Tensor[parts.Length];
        for (var k = 0; k < joined.Length; k++) joined[k] = parts[k].Count == 2 ? parts[k][1] : Tensor.Concat([.. parts[k]]);
        return joined;
    }
}
