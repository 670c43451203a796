namespace AutoGrad.Ops;

/// <summary>Inputs of the form [batch, channels, extents...], which may come without the batch axis.</summary>
internal static class Images
{
    /// <summary>The input with its batch axis.</summary>
    /// <param name="op">The op that asks, for the message.</param>
    /// <param name="x">The input.</param>
    /// <param name="axes">How many extents follow the channels.</param>
    /// <exception cref="ArgumentException">The input has another number of axes, or is not floating.</exception>
    public static Tensor Batched(string op, Tensor x, int axes)
    {
        CheckRank(op, x, axes);
        return x.DType.IsFloating ? x.Rank == axes + 2 ? x : x.Unsqueeze(0) : throw Guard.NeedsFloat(op, x.DType);
    }

    /// <summary>The result without the batch axis if the input came without it.</summary>
    public static Tensor LikeInput(Tensor result, Tensor x) => LikeInput(result, x.Rank);

    /// <summary>The result without the batch axis if it has one axis too many.</summary>
    public static Tensor LikeInput(Tensor result, int rank) => result.Rank == rank ? result : result.Squeeze(0);

    /// <summary>Refuses an input that is no image with so many extents.</summary>
    public static void CheckRank(string op, Tensor x, int axes)
    {
        if (x.Rank != axes + 2 && x.Rank != axes + 1)
            throw new ArgumentException($"{op}: the input {x.Shape} has {x.Rank} axes; it must be {Form(axes)}, the batch axis being optional: Reshape or Unsqueeze it.{NameScope.Suffix}", "input");
    }

    /// <summary>The axes in words.</summary>
    public static string Form(int axes) => axes switch
    {
        1 => "[batch, channels, length]",
        2 => "[batch, channels, height, width]",
        _ => "[batch, channels, depth, height, width]",
    };
}
