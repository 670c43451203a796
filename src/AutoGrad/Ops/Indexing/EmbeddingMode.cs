namespace AutoGrad;

/// <summary>What an embedding bag makes of its rows.</summary>
public enum EmbeddingMode
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The largest of each column.</summary>
    Max,
}
