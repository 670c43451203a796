namespace AutoGrad;

public partial class Tensor
{
    /// <summary>A matrix with a vector on a diagonal and zeros elsewhere, or a diagonal of a matrix.</summary>
    /// <param name="offset">0 for the main diagonal, positive for one above it, negative for one below.</param>
    /// <exception cref="ArgumentException">The tensor is neither a vector nor a matrix.</exception>
    public Tensor Diag(int offset = 0) => Rank switch
    {
        1 => DiagEmbed(offset),
        2 => offset <= Shape[1] && -(long)offset <= Shape[0]
            ? Diagonal(offset)
            : throw new ArgumentOutOfRangeException(nameof(offset), offset, $"Diag: a matrix {Shape} has no such diagonal.{NameScope.Suffix}"),
        _ => throw new ArgumentException($"Diag: works on a vector or a matrix, not on {Shape}: use DiagEmbed or Diagonal.{NameScope.Suffix}"),
    };

    /// <summary>The sum of the main diagonal of a matrix.</summary>
    /// <exception cref="ArgumentException">The tensor is no matrix, or holds truth values.</exception>
    public Tensor Trace() => Rank == 2
        ? Diagonal().Sum()
        : throw new ArgumentException($"Trace: works on a matrix, not on {Shape}: use Diagonal(axis0, axis1).Sum(-1).{NameScope.Suffix}");
}
