namespace AutoGrad;

/// <summary>What the forward part of a <see cref="CustomFunction"/> leaves for its backward part; one a call.</summary>
public sealed class CustomContext
{
    private readonly List<(Tensor Tensor, bool Constant)> _saving = [];
    private readonly List<Tensor> _constants = [];

    internal CustomContext(string name) => Name = name;

    /// <summary>The function's name.</summary>
    public string Name { get; }

    /// <summary>Anything else the backward part needs: numbers, shapes, a mode.</summary>
    public object? State { get; set; }

    /// <summary>What was saved, in that order; for the backward part.</summary>
    /// <exception cref="InvalidOperationException">A saved tensor was changed in place since, or an earlier pass has released them.</exception>
    /// <exception cref="NotSupportedException">The pass is recorded, and something saved is neither input nor output nor constant: its derivative is not known.</exception>
    public IReadOnlyList<Tensor> Saved => (Node ?? throw new InvalidOperationException($"{Name}: Saved is for the backward part; the forward part has the tensors themselves.")).ReadSaved();

    internal IReadOnlyList<(Tensor Tensor, bool Constant)> Saving => _saving;

    internal CustomNode? Node { get; set; }

    /// <summary>Keeps inputs or outputs for the backward part.</summary>
    /// <remarks>Derivatives of second order flow through saved inputs and outputs. Anything else that is saved makes the
    /// function differentiable once only; compute it again from the inputs, or say <see cref="SaveConstant"/>.</remarks>
    /// <param name="tensors">What to keep.</param>
    public void Save(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
            _saving.Add((tensor, false));
        }
    }

    /// <summary>Keeps a tensor that does not depend on the inputs, such as a random mask.</summary>
    /// <param name="tensor">What to keep.</param>
    public void SaveConstant(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _saving.Add((tensor, true));
    }

    /// <summary>Says that no gradient flows through some outputs: they come out as constants.</summary>
    /// <param name="outputs">Tensors that the forward part is about to return.</param>
    public void MarkNonDifferentiable(params ReadOnlySpan<Tensor> outputs) => _constants.AddRange(outputs);

    /// <summary>An output was replaced by a tensor of its own: what was saved of it means that one.</summary>
    internal void Retarget(Tensor output, Tensor own)
    {
        for (var i = 0; i < _saving.Count; i++)
            if (ReferenceEquals(_saving[i].Tensor, output)) _saving[i] = (own, _saving[i].Constant);
    }

    internal bool IsConstant(Tensor output) => !output.DType.IsFloating || _constants.Exists(t => ReferenceEquals(t, output));
}
