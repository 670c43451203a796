namespace AutoGrad;

/// <summary>Makes random graphs, and values for them inside every candidate's domain.</summary>
internal sealed class GraphGenerator
{
    // more than this makes a graph slow and no better
    private const int LargestResult = 128, Attempts = 40, OldOperands = 3, NewShapes = 12;

    // values further than this from a domain are not scaled into it: too much of them would be rounding
    private const int LargestFit = 1 << 20;

    private static readonly FuzzCandidate s_fit = new("Fit", (x, a) => x[0] / a[0] + a[1] / 64.0, (_, _) => null) { Domains = [(double.MinValue / 2, double.MaxValue / 2)] };

    private readonly FuzzCandidate[] _lots;
    private readonly Random _random;
    private readonly List<FuzzNode> _nodes = [];
    private readonly List<Tensor> _values = [];

    private GraphGenerator(FuzzCandidate[] lots, Random random) => (_lots, _random) = (lots, random);

    /// <summary>Makes graph <paramref name="index"/> of a seed.</summary>
    /// <param name="lots">The candidates, each as often as its weight says.</param>
    /// <param name="options">The seed, and how large.</param>
    /// <param name="index">Which graph.</param>
    public static FuzzGraph Make(FuzzCandidate[] lots, FuzzOptions options, int index)
    {
        // odd multipliers permute the 32-bit numbers: no two graphs of a seed start alike
        var generator = new GraphGenerator(lots, new Random(unchecked((int)((uint)index * 2654435761 ^ (uint)options.Seed * 2246822519))));
        return generator.Make(1 + generator._random.Next(options.MaxCalls));
    }

    /// <summary>The candidates, each as often as its weight says.</summary>
    public static FuzzCandidate[] Lots(IEnumerable<FuzzCandidate> candidates)
    {
        var lots = new List<FuzzCandidate>();
        foreach (var candidate in candidates)
            for (var i = 0; i < candidate.Weight; i++) lots.Add(candidate);
        return [.. lots];
    }

    private FuzzGraph Make(int calls)
    {
        using (GradMode.NoGrad())
        {
            for (int made = 0, attempt = 0; made < calls && attempt < Attempts * calls; attempt++)
            {
                var before = _nodes.Count;
                switch (TryCall(_lots[_random.Next(_lots.Length)]))
                {
                    case Outcome.Made:
                        made++;
                        break;
                    case Outcome.Broken:
                        return new FuzzGraph([.. _nodes]);
                    default:
                        _nodes.RemoveRange(before, _nodes.Count - before);
                        _values.RemoveRange(before, _values.Count - before);
                        break;
                }
            }
        }
        return new FuzzGraph([.. _nodes]);
    }

    private enum Outcome { Unsuited, Made, Broken }

    private Outcome TryCall(FuzzCandidate candidate)
    {
        if (Suited(candidate) is not var (first, shape, call)) return Outcome.Unsuited;
        var operands = new int[1 + call.Others.Length];
        for (var k = 0; k < operands.Length; k++)
        {
            var place = k == 0 ? first : Find(call.Others[k - 1]);
            if (place < 0) place = Input(k == 0 ? shape : call.Others[k - 1], candidate.Domain(k));
            operands[k] = Inside(place, candidate.Domain(k));
            if (operands[k] < 0) return Outcome.Unsuited;
        }
        Tensor value;
        try
        {
            value = FuzzGraph.Call(candidate, call.Settings, operands, _values);
        }
        catch (Exception)       // the check of the graph meets it again and reports it
        {
            Add(new FuzzNode(candidate, call.Settings, operands), null);
            return Outcome.Broken;
        }
        if (value.Size is 0 or > LargestResult) return Outcome.Unsuited;
        Add(new FuzzNode(candidate, call.Settings, operands), value);
        return FuzzChecks.IsFinite(value) ? Outcome.Made : Outcome.Broken;
    }

    /// <summary>A first operand that the candidate accepts: a place of the graph, or −1 and the shape of a new input.</summary>
    private (int Place, Shape Shape, FuzzCall Call)? Suited(FuzzCandidate candidate)
    {
        for (var attempt = 0; attempt < OldOperands + NewShapes; attempt++)
        {
            var place = attempt < OldOperands ? Operand() : -1;
            var shape = place < 0 ? Proposals.Shape(_random) : _values[place].Shape;
            if (candidate.Propose(shape, _random) is { } call) return (place, shape, call);
        }
        return null;
    }

    /// <summary>A place to go on from: mostly the newest result, so that graphs grow deep; −1 for a new input.</summary>
    private int Operand() => _nodes.Count == 0 || _random.Next(8) == 0 ? -1 : _random.Next(3) > 0 ? _nodes.Count - 1 : _random.Next(_nodes.Count);

    private int Find(Shape shape)
    {
        if (_random.Next(2) == 0) return -1;
        var start = _random.Next(_nodes.Count + 1);
        for (var i = 0; i < _nodes.Count; i++)
        {
            var place = (start + i) % _nodes.Count;
            if (_values[place].Shape == shape) return place;
        }
        return -1;
    }

    private int Input(Shape shape, (double Low, double High) domain)
    {
        var data = new double[shape.Size];
        for (var i = 0; i < data.Length; i++) data[i] = Math.Round(domain.Low + (0.02 + 0.96 * _random.NextDouble()) * (domain.High - domain.Low), 4);
        var input = Tensor.From(data, shape);
        return Add(new FuzzNode(input), input);
    }

    /// <summary>The place itself, if its values lie in the domain; else a call that scales and moves them there, −1 if there is none.</summary>
    private int Inside(int place, (double Low, double High) domain)
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var v in _values[place].AsSpan<double>()) (least, greatest) = (Math.Min(least, v), Math.Max(greatest, v));
        if (least >= domain.Low && greatest <= domain.High) return place;
        var divisor = Math.Max(1, Math.Ceiling((greatest - least) / (0.9 * (domain.High - domain.Low))));
        var shift = Math.Round(64 * ((domain.Low + domain.High) / 2 - (greatest + least) / 2 / divisor));
        if (!(divisor <= LargestFit && Math.Abs(shift) <= LargestFit)) return -1;
        int[] settings = [(int)divisor, (int)shift];
        return Add(new FuzzNode(s_fit, settings, [place]), FuzzGraph.Call(s_fit, settings, [place], _values));
    }

    private int Add(FuzzNode node, Tensor? value)
    {
        _nodes.Add(node);
        _values.Add(value!);
        return _nodes.Count - 1;
    }
}
