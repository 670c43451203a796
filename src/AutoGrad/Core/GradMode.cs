namespace AutoGrad;

/// <summary>Whether operations of this thread are recorded for differentiation. On by default.</summary>
/// <remarks>
/// The mode belongs to the thread, and its scope is a ref struct, so it cannot leak across an <c>await</c>.
/// <code>
/// using (GradMode.NoGrad())
///     prediction = model.Call(input);   // nothing is recorded
/// </code>
/// </remarks>
public static class GradMode
{
    [ThreadStatic] private static bool s_off;

    /// <summary>True while operations on tensors that require a gradient are recorded.</summary>
    public static bool Enabled => !s_off;

    /// <summary>Stops recording until the scope is disposed.</summary>
    public static Scope NoGrad() => Set(enabled: false);

    /// <summary>Records again inside a <see cref="NoGrad"/> scope, until this one is disposed.</summary>
    public static Scope EnableGrad() => Set(enabled: true);

    internal static Scope Set(bool enabled)
    {
        var scope = new Scope(s_off);
        s_off = !enabled;
        return scope;
    }

    /// <summary>Restores the mode that was in force before, when disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly bool _before;

        internal Scope(bool before) => _before = before;

        /// <summary>Restores the mode.</summary>
        public void Dispose() => s_off = _before;
    }
}
