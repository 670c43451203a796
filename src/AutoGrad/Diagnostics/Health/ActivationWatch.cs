namespace AutoGrad.Diagnostics;

/// <summary>Looks at what activations give, wherever in a model they run.</summary>
internal sealed class ActivationWatch : OpObserver
{
    private const double NearLimit = 0.01;

    private readonly OrderedDictionary<(string Path, string Op, int Occurrence), Units> _seen = [];
    private readonly Dictionary<(string Path, string Op), int> _pass = [];

    public void Start() => Begin();

    public void Stop() => End();

    /// <summary>The next call of an activation is its first again.</summary>
    public void EndPass() => _pass.Clear();

    /// <summary>Forgets all that was seen.</summary>
    public void Reset()
    {
        _seen.Clear();
        _pass.Clear();
    }

    public IEnumerable<ActivationHealth> Report()
    {
        foreach (var ((path, op, occurrence), units) in _seen)
            yield return new ActivationHealth(occurrence == 0 ? path : $"{path} (call {occurrence + 1})", op, units.Alive.Length, op == "Relu" ? units.Dead : 0, units.Elements == 0 ? 0 : (double)units.AtLimit / units.Elements);
    }

    protected override void Computed(Op op, ReadOnlySpan<Tensor> x, Tensor y)
    {
        if (op.Name is not ("Relu" or "Tanh" or "Sigmoid") || y.Node is null || y.IsIndirect || y.Rank == 0 || y.Size == 0) return;
        var site = (NameScope.Path, op.Name);
        var occurrence = _pass[site] = _pass.GetValueOrDefault(site, -1) + 1;
        var axis = y.Rank >= 4 ? 1 : y.Rank - 1;
        var key = (site.Path, site.Name, occurrence);
        if (!_seen.TryGetValue(key, out var units) || units.Alive.Length != y.Shape[axis]) _seen[key] = units = new Units(y.Shape[axis]);
        var inner = 1;
        for (var k = axis + 1; k < y.Rank; k++) inner *= y.Shape[k];
        if (y.DType == DType.Float32) units.Add(op.Name, y.Span<float>(), inner);
        else units.Add(op.Name, y.Span<double>(), inner);
    }

    private sealed class Units(int count)
    {
        public bool[] Alive { get; } = new bool[count];

        public long AtLimit { get; private set; }

        public long Elements { get; private set; }

        public double Dead => (double)Alive.AsSpan().Count(false) / count;

        public void Add<T>(string op, ReadOnlySpan<T> y, int inner) where T : System.Numerics.IFloatingPointIeee754<T>
        {
            if (op == "Relu")
            {
                for (var i = 0; i < y.Length; i++)
                    if (y[i] > T.Zero) Alive[i / inner % count] = true;
                return;
            }
            var (low, high) = (T.CreateChecked(op == "Tanh" ? -1 + NearLimit : NearLimit), T.CreateChecked(1 - NearLimit));
            Elements += y.Length;
            foreach (var value in y)
                if (value < low || value > high) AtLimit++;
        }
    }
}
