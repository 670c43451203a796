namespace AutoGrad.Nn;

public abstract partial class Layer
{
    // small batches, evenly spaced: two to draw a line through, one to see that it is a line
    private const int SmallBatch = 2, LargestProbe = SmallBatch + 2;

    /// <summary>Layers, output shapes, parameters, multiply-adds, and the memory of one training step for an input of a shape: <c>Console.WriteLine(model.Summary([64, 3, 32, 32]))</c>.</summary>
    /// <remarks>
    /// <para>The step itself is not computed. Zeros with 2, 3 and 4 rows go forward, and every figure is drawn out from them to the rows of the
    /// shape, provided the three lie on a line; where they do not, or where the model does not take so few rows, zeros of the whole shape go forward
    /// once. Buffers, generators, modes and gradients are afterwards what they were, and hooks do not run.</para>
    /// <para>Multiply-adds are those of matrix products, convolutions, attention and recurrent steps; what works element by element is not counted.</para>
    /// </remarks>
    /// <param name="input">The shape of the input, with its batch axis first.</param>
    /// <param name="dtype">The element type of the input; null for that of the first parameter. Class numbers for an <see cref="Embedding"/> are Int64.</param>
    /// <exception cref="ArgumentException">The model does not take this shape; the message names the layer.</exception>
    public ModelSummary Summary(Shape input, DType? dtype = null)
    {
        var type = dtype ?? Parameters().FirstOrDefault()?.DType ?? DType.Float32;
        if (input.Rank > 0 && input[0] > LargestProbe && Projected(input, type) is { } projected) return projected;
        return Summarized(input, SummaryRun.Of(this, () => Call(Tensor.Zeros(input, type))));
    }

    private ModelSummary? Projected(Shape input, DType type)
    {
        var runs = new SummaryRun[3];
        try
        {
            for (var i = 0; i < runs.Length; i++)
            {
                var few = input.With(0, SmallBatch + i);
                runs[i] = SummaryRun.Of(this, () => Call(Tensor.Zeros(few, type)));
            }
        }
        catch (ArgumentException)
        {
            // so few rows do not fit; the whole shape may, and if not, its message is the one to see
            return null;
        }
        var line = new Projection(input[0] - SmallBatch);
        var rows = new List<(string, Shape?, long)>();
        for (var i = 0; i < runs[0].Rows.Count; i++)
        {
            var (a, b, c) = (runs[0].Rows[i], runs[1].Rows[i], runs[2].Rows[i]);
            rows.Add((a.Path, line.Of(a.Output, b.Output, c.Output), line.Of(a.MultiplyAdds, b.MultiplyAdds, c.MultiplyAdds)));
        }
        var kept = line.Of(runs[0].KeptBytes, runs[1].KeptBytes, runs[2].KeptBytes);
        return line.Holds ? Summarized(input, rows, kept) : null;
    }

    /// <summary>Draws figures of three neighbouring batches out to a larger one.</summary>
    private sealed class Projection(long further)
    {
        /// <summary>Whether all figures so far lay on lines.</summary>
        public bool Holds { get; private set; } = true;

        public long Of(long a, long b, long c)
        {
            Holds &= c - b == b - a;
            return a + further * (b - a);
        }

        public Shape? Of(Shape? a, Shape? b, Shape? c)
        {
            if (a is not { } first || b is not { } second || c is not { } third || first.Rank != second.Rank || second.Rank != third.Rank)
            {
                Holds &= a is null && b is null && c is null;
                return null;
            }
            var extents = new long[first.Rank];
            for (var axis = 0; axis < extents.Length; axis++) extents[axis] = Of(first[axis], second[axis], third[axis]);
            return Holds ? new Shape(extents) : null;
        }
    }
}
