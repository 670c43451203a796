namespace AutoGrad;

/// <summary>Checks a function's gradients, order by order, and collects what is wrong.</summary>
internal sealed class GradientChecks(GradCheckOptions options)
{
    // more than this is not looked at element by element only to explain a failure
    private const int ExplainedPairs = 1 << 18, ExplainedElements = 1 << 11;

    private readonly Random _random = new(options.Seed);

    /// <summary>What is checked, for messages.</summary>
    public string Op { get; private set; } = options.Name ?? "function";

    /// <summary>How many pairs of numbers were compared.</summary>
    public int Comparisons { get; private set; }

    /// <summary>What is wrong.</summary>
    public List<GradCheckFinding> Findings { get; } = [];

    /// <summary>Checks one order, and the next if this one is right.</summary>
    public void Run(CheckedFunction function, int order)
    {
        var recording = function.Record();
        if (order == 1 && options.Name is null) Op = NameOf(recording.Outputs);
        var values = recording.Values();
        var weights = Signed(values.Length);
        var upstream = recording.Upstream(weights);
        if (Pull(recording, upstream, order, createGraph: false) is not { } gradients) return;
        if (!Repeats(function, order, values, upstream, gradients)) return;
        if (order < options.Order && !RecordedAgrees(function, recording, upstream, order, gradients)) return;
        var (reached, before) = (false, Findings.Count);
        for (var leaf = 0; leaf < gradients.Length && Findings.Count == before; leaf++)
        {
            reached |= gradients[leaf] is not null;
            if (function.Input(leaf).Size == 0) reached = true;
            else Check(function, recording, leaf, order, values, weights, gradients);
        }
        if (Findings.Count > before) return;
        if (order == 1 && !reached && values.Length > 0)
            Find(order, GradCheckCause.InputsUnused, "the outputs depend on none of the floating inputs, so there is nothing to check: read the inputs from the function's argument");
        else if (order < options.Order) Run(function.Gradient(upstream), order + 1);
    }

    private static string NameOf(Tensor[] outputs)
    {
        foreach (var output in outputs)
            if (output.Node is { Op: { } op }) return op.Name;
        return "function";
    }

    private Tensor?[]? Pull(CheckedFunction.Recording recording, Tensor[] upstream, int order, bool createGraph)
    {
        try
        {
            return recording.Pull(upstream, createGraph);
        }
        catch (NotSupportedException missing)
        {
            Find(order, GradCheckCause.MissingDerivative, missing.Message);
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException)
        {
            Find(order, GradCheckCause.InvalidRule, refused.Message);
        }
        return null;
    }

    private bool Repeats(CheckedFunction function, int order, double[] values, Tensor[] upstream, Tensor?[] gradients)
    {
        for (var i = 1; i < options.Repetitions; i++)
        {
            var again = function.Record();
            if (!SameBits(values, again.Values()))
                return Fail("the function's values change when it is computed again with the same inputs: it is random, or keeps state");
            if (Pull(again, upstream, order, createGraph: false) is not { } other) return false;
            for (var leaf = 0; leaf < gradients.Length; leaf++)
                if (!SameBits(Elements(gradients[leaf]), Elements(other[leaf])))
                    return Fail("the gradient changes when it is computed again with the same inputs: a rule is random, or keeps state", function.Floating[leaf]);
        }
        return true;

        bool Fail(string explanation, int? input = null)
        {
            Find(order, GradCheckCause.NotDeterministic, explanation, input);
            return false;
        }
    }

    private bool RecordedAgrees(CheckedFunction function, CheckedFunction.Recording recording, Tensor[] upstream, int order, Tensor?[] gradients)
    {
        if (Pull(recording, upstream, order, createGraph: true) is not { } recorded) return false;
        for (var leaf = 0; leaf < gradients.Length; leaf++)
        {
            var plain = Elements(gradients[leaf]);
            var other = Elements(recorded[leaf]);
            for (var j = 0; j < Math.Min(plain.Length, other.Length); j++)
            {
                var allowed = 1e-10 * Math.Max(1, Math.Max(Math.Abs(plain[j]), Math.Abs(other[j])));
                if (Math.Abs(plain[j] - other[j]) <= allowed || plain[j].Equals(other[j])) continue;
                Findings.Add(new GradCheckFinding
                {
                    Op = Op,
                    Order = order,
                    Input = function.Floating[leaf],
                    Element = j,
                    Analytic = plain[j],
                    Numeric = other[j],
                    Cause = GradCheckCause.FusedDiffers,
                    Explanation = "the gradient (first number) differs from the same gradient with createGraph: true (second number): a fused gradient kernel does not equal its rule",
                });
                return false;
            }
        }
        return true;
    }

    private void Check(CheckedFunction function, CheckedFunction.Recording recording, int leaf, int order, double[] values, double[] weights, Tensor?[] gradients)
    {
        var size = function.Input(leaf).Size;
        var gradient = gradients[leaf] is { } g ? g.ToArray<double>() : new double[size];
        var along = new Directions(function, leaf, values, options);
        var sum = along.Compare([gradient], [Signed(size)], weights);
        Comparisons += sum.Rows * sum.Columns;
        var failed = sum.WrongCount > 0 || sum.OnlyKinks;
        var explains = failed && (long)size * values.Length <= ExplainedPairs && size <= ExplainedElements && values.Length <= ExplainedElements;
        if (options.FullJacobian || explains)
        {
            if (Jacobian(recording, leaf, order, size, values.Length) is not { } rows) return;
            var full = along.Compare(rows, Units(size), null);
            Comparisons += full.Rows * full.Columns;
            if (full.WrongCount > 0 || full.OnlyKinks)
            {
                Report(full, function, recording, leaf, order, values, byElement: true);
                return;
            }
        }
        if (!failed) return;
        var more = along.Compare([gradient], [Signed(size), Signed(size), Signed(size), Signed(size)], weights);
        if (more.WrongCount > 0) sum = more;        // one pair of numbers shows no pattern
        Report(sum, function, recording, leaf, order, values, byElement: false);
    }

    /// <summary>The gradients of each output element, one pass each.</summary>
    private double[][]? Jacobian(CheckedFunction.Recording recording, int leaf, int order, int size, int outputs)
    {
        var rows = new double[outputs][];
        for (var k = 0; k < outputs; k++)
        {
            var one = new double[outputs];
            one[k] = 1;
            if (Pull(recording, recording.Upstream(one), order, createGraph: false) is not { } gradients) return null;
            rows[k] = gradients[leaf] is { } g ? g.ToArray<double>() : new double[size];
        }
        return rows;
    }

    private void Report(Comparison comparison, CheckedFunction function, CheckedFunction.Recording recording, int leaf, int order, double[] values, bool byElement)
    {
        var (row, column) = comparison.Worst;
        if (!SameBits(values, function.Record().Values()))
        {
            Find(order, GradCheckCause.NotDeterministic, "the function's values have changed since the check began, with the same inputs: it keeps state", function.Floating[leaf]);
            return;
        }
        var (cause, explanation) = Diagnosis.Of(comparison, function.Input(leaf).Shape, recording.Outputs, byElement, order);
        Findings.Add(new GradCheckFinding
        {
            Op = Op,
            Order = order,
            Input = function.Floating[leaf],
            Cause = cause,
            Explanation = explanation,
            Element = byElement ? column : null,
            OutputElement = byElement ? row : null,
            Analytic = comparison.Analytic[row, column],
            Numeric = comparison.Numeric[row, column],
        });
    }

    private void Find(int order, GradCheckCause cause, string explanation, int? input = null) =>
        Findings.Add(new GradCheckFinding { Op = Op, Order = order, Input = input, Cause = cause, Explanation = explanation });

    // away from zero, so that no element goes unseen
    private double[] Signed(int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = (0.5 + _random.NextDouble() / 2) * (_random.Next(2) == 0 ? 1 : -1);
        return values;
    }

    private static double[][] Units(int count)
    {
        var units = new double[count][];
        for (var j = 0; j < count; j++)
        {
            units[j] = new double[count];
            units[j][j] = 1;
        }
        return units;
    }

    private static ReadOnlySpan<double> Elements(Tensor? gradient) => gradient is null ? [] : gradient.Span<double>();

    private static bool SameBits(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length) return false;
        for (var i = 0; i < a.Length; i++)
            if (BitConverter.DoubleToInt64Bits(a[i]) != BitConverter.DoubleToInt64Bits(b[i])) return false;
        return true;
    }
}
