namespace AutoGrad.Optim;

/// <summary>A piece of a parameter.</summary>
/// <param name="Parameter">Which parameter.</param>
/// <param name="Start">Its first element.</param>
/// <param name="Count">Elements.</param>
internal readonly record struct StepChunk(int Parameter, int Start, int Count);
