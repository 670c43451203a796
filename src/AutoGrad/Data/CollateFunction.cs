namespace AutoGrad.Data;

/// <summary>Puts samples together into a batch.</summary>
/// <param name="samples">At least one; each has one tensor for each of its parts.</param>
/// <returns>One tensor for each part; the first axis counts the samples.</returns>
public delegate Batch CollateFunction(IReadOnlyList<Tensor[]> samples);
