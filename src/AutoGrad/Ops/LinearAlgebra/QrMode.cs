namespace AutoGrad;

/// <summary>How many columns the orthogonal factor of <see cref="LinearAlgebra.Qr"/> has.</summary>
public enum QrMode
{
    /// <summary>As many as the smaller extent of the matrix.</summary>
    Reduced,

    /// <summary>As many as the matrix has rows: a square factor.</summary>
    Complete,
}
