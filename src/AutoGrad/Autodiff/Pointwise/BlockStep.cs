namespace AutoGrad;

/// <summary>One step of a <see cref="BlockProgram"/>; operands from 0 on are buffers of the block, below 0 complements of tensors.</summary>
/// <param name="Kernel">
/// The op whose gradient is computed from what it saved, or which says the number to fill with; null to add <paramref name="From"/> and
/// <paramref name="First"/>, or for an input of −1 to copy <paramref name="From"/>.
/// </param>
/// <param name="Input">Which input's gradient.</param>
/// <param name="From">The upstream gradient.</param>
/// <param name="First">The first saved tensor.</param>
/// <param name="Second">The second saved tensor.</param>
/// <param name="To">What is filled; it may be what is read.</param>
internal readonly record struct BlockStep(object? Kernel, int Input, int From, int First, int Second, int To);
