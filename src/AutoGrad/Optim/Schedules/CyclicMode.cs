namespace AutoGrad.Optim;

/// <summary>How the height of the cycles of <see cref="CyclicLR"/> changes.</summary>
public enum CyclicMode
{
    /// <summary>All cycles are as high as the first.</summary>
    Triangular,

    /// <summary>Each cycle is half as high as the one before.</summary>
    Triangular2,

    /// <summary>The height falls by a factor every step.</summary>
    ExponentialRange,
}
