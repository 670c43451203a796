namespace AutoGrad.Optim;

/// <summary>How <see cref="OneCycleLR"/> goes from one rate to the next.</summary>
public enum AnnealStrategy
{
    /// <summary>Along half a wave of the cosine.</summary>
    Cosine,

    /// <summary>In a straight line.</summary>
    Linear,
}
