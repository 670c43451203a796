using System.Runtime.CompilerServices;

namespace AutoGrad.Diagnostics;

/// <summary>Keeps what the ops of this thread compute, and the gradients of its backward passes, for <c>Explain()</c>; made by <see cref="Explanation.Record"/>.</summary>
/// <remarks>
/// What is kept lives as long as its graph, so an explanation can be asked for after this is disposed too. All values stay
/// in memory meanwhile, data that may change as copies. While nothing is recorded, ops cost what they always do.
/// </remarks>
public sealed class ExplanationRecording : IDisposable
{
    private readonly Observer _observer = new();

    internal ExplanationRecording() => _observer.Start();

    /// <summary>Keeps no more.</summary>
    public void Dispose() => _observer.Stop();

    private sealed class Observer : OpObserver
    {
        private readonly ConditionalWeakTable<Tensor, KeptCopy> _copies = [];
        private readonly BackwardCapture _capture = new();

        public void Start() => Begin();

        public void Stop() => End();

        protected override void Computed(Op op, ReadOnlySpan<Tensor> x, Tensor y)
        {
            if (y.Node is not { } node) return;
            var inputs = new StepInput[x.Length];
            for (var i = 0; i < inputs.Length; i++) inputs[i] = new StepInput((object?)x[i].Node ?? x[i], x[i].Node, Keep(x[i]));
            if (node is OutputNode)
            {
                var source = node.Parent(0)!;
                RecordedStep.Keep(source, new RecordedStep(op, inputs, null, NameScope.Path));
                RecordedStep.Keep(node, new RecordedStep(op, [new StepInput(source, source, null)], y, NameScope.Path));
                return;
            }
            RecordedStep.Keep(node, new RecordedStep(op, inputs, y, NameScope.Path));
        }

        protected override void PulledBack(Node node, int input, Tensor g, Tensor d) => _capture.Add(node, input, g, d);

        // data and parameters may change before anybody asks; what stands for a place only has no elements
        private Tensor? Keep(Tensor x)
        {
            if (x.Elements.Length < x.Size) return null;
            if (!x.IsChangeable) return x;
            if (_copies.TryGetValue(x, out var copy) && copy.Version == x.Version) return copy.Value;
            using var unseen = Paused();
            using var silent = GradMode.NoGrad();
            var value = x.Detach().Clone();
            _copies.AddOrUpdate(x, new KeptCopy(x.Version, value));
            return value;
        }
    }

    private sealed record KeptCopy(int Version, Tensor Value);
}
