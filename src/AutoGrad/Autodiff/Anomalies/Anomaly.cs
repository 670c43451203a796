namespace AutoGrad;

/// <summary>Finds where the first NaN or infinity comes from.</summary>
/// <remarks>
/// Inside the scope each op's result and each gradient of this thread is looked at, and the line that called each op is
/// remembered: tens of microseconds an op. Outside of it ops ask for a counter and nothing else.
/// <code>
/// using (Anomaly.Detect())
/// {
///     var loss = model.Call(x).Log().Sum();
///     loss.Backward();        // AnomalyException: Log: its result ... In module Net.Head.
/// }
/// </code>
/// </remarks>
public static class Anomaly
{
    /// <summary>Throws an <see cref="AnomalyException"/> at the first NaN or infinity that an op or a rule of this thread makes or meets, until the scope is disposed.</summary>
    /// <param name="allowInfinities">Take NaN alone for an anomaly: for models that mean their infinities, such as masks of attention.</param>
    public static Scope Detect(bool allowInfinities = false) => new(new AnomalyObserver(allowInfinities));

    /// <summary>Ends the detection when disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly AnomalyObserver? _observer;

        internal Scope(AnomalyObserver observer)
        {
            _observer = observer;
            observer.Start();
        }

        /// <summary>Looks no more.</summary>
        public void Dispose() => _observer?.Stop();
    }
}
