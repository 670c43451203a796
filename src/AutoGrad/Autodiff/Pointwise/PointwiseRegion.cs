using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>Neighbours in the graph that work element by element on one large shape: their gradients are computed together, block by block.</summary>
/// <remarks>
/// What flows between them stays in the cache; only gradients that leave the region are written out. The order of all sums is that
/// of the pass without regions, and so are the bits.
/// </remarks>
internal sealed class PointwiseRegion(BackwardPass pass, ScratchPool pool)
{
    // nodes of a region; and an operand that nothing has reached yet
    private const int Longest = 64, NotYet = int.MaxValue;

    private readonly BlockProgram _program = new();
    private readonly Dictionary<Node, int> _leaving = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<int> _owned = [];      // upstream gradients that the pass may use up
    private readonly List<Tensor> _free = [];       // those that were read to the end
    private int _first, _end;
    private int[] _operands = [];       // the gradient of each node of the region

    /// <summary>Goes back through a region that begins at a place of the pass, which moves on to the last one of it; false if there is none.</summary>
    public static bool Pull(BackwardPass pass, ScratchPool pool, ref int place)
    {
        var first = place;
        var head = pass.NodeAt(place);
        if (head.Op is IUniformGradient { IsUniform: true } && place + 1 < pass.Count && ReferenceEquals(head.Parent(0), pass.NodeAt(place + 1)) && pass.Follows(place) && pass.SumAt(place + 1).Sum is null)
            head = pass.NodeAt(++first);
        if (head.Shape.Size <= ElementChunks.Size || !Joins(pass, head, head.Shape)) return false;
        var end = first + 1;
        while (end < pass.Count && end - first < Longest && Joins(pass, pass.NodeAt(end), head.Shape)) end++;
        // a gradient that is merely passed on and leaves costs nothing outside of a region
        while (end > first && PassesOut(pass, pass.NodeAt(end - 1), first, end)) end--;
        if (end - place < 2) return false;
        new PointwiseRegion(pass, pool) { _first = first, _end = end }.Pull(place);
        place = end - 1;
        return true;
    }

    /// <summary>Whether a node can be part of a region of a shape.</summary>
    private static bool Joins(BackwardPass pass, Node node, Shape shape)
    {
        if (node is not (UnaryNode or BinaryNode) || node.Op is not { } op || !IsElementwise(op) || !node.Shape.SameAs(shape)) return false;
        if (!pass.Follows(node.Slot) || pass.SumAt(node.Slot).Sum is { IsIndirect: true }) return false;
        for (var k = 0; k < node.Count; k++)
            if (node.Parent(k) is { } parent && (!parent.Shape.SameAs(shape) || parent.DType != node.DType)) return false;
        if (op.Saves == Saves.Output) return !((OpNode)node).SavedOutput.IsIndirect;
        for (var k = 0; k < node.Count && op.Saves == Saves.Inputs; k++)
            if (((OpNode)node).SavedInput(k) is { } x && (x.IsIndirect || !x.Shape.SameAs(shape))) return false;
        return true;
    }

    private static bool IsElementwise(Op op) => op is IElementGradients || op is IGradientKernel and (IPointwise or NumberUnaryOp);

    private static bool PassesOut(BackwardPass pass, Node node, int first, int end)
    {
        for (var k = 0; k < node.Count; k++)
            if (node.Op is IElementGradients op && op.Passes(k) && node.Parent(k) is { } parent && pass.Wanted(parent) && !IsWithin(pass, parent, first, end)) return true;
        return false;
    }

    private static bool IsWithin(BackwardPass pass, Node node, int first, int end) => node.Op is not null && pass.Holds(node) && node.Slot >= first && node.Slot < end;

    private void Pull(int place)
    {
        var (head, uniform) = (pass.NodeAt(_first), place < _first);
        _operands = new int[_end - _first];
        Array.Fill(_operands, NotYet);
        if (uniform)
        {
            _operands[0] = _program.Buffer();
            _program.Add(new BlockStep(pass.NodeAt(place).Op, 0, _program.Operand(pass.SumAt(place).Sum!), 0, 0, _operands[0]));
        }
        for (var i = _first; i < _end; i++)
        {
            if (pass.SumAt(i) is not { Sum: { } sum } upstream) continue;
            _operands[i - _first] = _program.Operand(sum);
            if (upstream.Owned && sum.IsScratch) _owned.Add(_operands[i - _first]);
        }
        for (var i = _first; i < _end; i++)
            if (_operands[i - _first] is not NotYet and var g) Plan((OpNode)pass.NodeAt(i), g);
        _program.Run(head.DType, head.Shape.Size);
        for (var i = place; i < _end; i++)
            if (i < _first || _operands[i - _first] != NotYet) pass.Done(i);
        foreach (var (node, operand) in _leaving) pass.SumOf(node) = new GradientSum { Sum = _program.TensorOf(operand), Owned = true };
        foreach (var tensor in _free) pool.Return(tensor);
    }

    private void Plan(OpNode node, int g)
    {
        var last = node.Count - 1;
        while (last >= 0 && !pass.Wanted(node.Parent(last))) last--;
        for (var k = 0; k <= last; k++)
        {
            if (node.Parent(k) is not { } parent || !pass.Wanted(parent)) continue;
            var stays = IsWithin(pass, parent, _first, _end);
            if (k == last && _program.IsLast(g) && !(stays && Passes(node, k))) Use(g);
            if (stays) Hand(node, k, g, ref _operands[parent.Slot - _first], k == last);
            else Leave(node, k, g, parent, k == last);
        }
        Drop(g);
    }

    /// <summary>The last reader of an upstream gradient, or one after him, may write over it.</summary>
    private void Use(int operand)
    {
        if (_owned.Remove(operand)) _free.Add(_program.TensorOf(operand));
    }

    private void Drop(int operand)
    {
        if (_program.IsLast(operand)) Use(operand);
        _program.Drop(operand);
    }

    private int Sum(int x, int y)
    {
        var to = x >= 0 && _program.IsLast(x) ? x : _program.Buffer();
        _program.Add(new BlockStep(null, 0, x, y, 0, to));
        if (to != x) Drop(x);
        Drop(y);
        return to;
    }

    /// <summary>The gradient of an input goes to a node of the region.</summary>
    private void Hand(OpNode node, int input, int g, ref int sum, bool last)
    {
        var d = Compute(node, input, g, last);
        sum = sum == NotYet ? d : Sum(sum, d);
    }

    /// <summary>The gradient of an input leaves the region, in a tensor.</summary>
    private void Leave(OpNode node, int input, int g, Node parent, bool last)
    {
        ref var before = ref pass.SumOf(parent);
        var known = _leaving.TryGetValue(parent, out var to);
        if (!known && before.Sum is { } sum && before.Owned) (known, to) = (true, _program.Operand(sum));
        if (known || before.Sum is not null)
        {
            var d = Compute(node, input, g, last);
            var from = known ? to : _program.Operand(before.Sum!);
            if (!known) to = Target(node);
            _program.Add(new BlockStep(null, 0, from, d, 0, to));
            Drop(d);
        }
        else
        {
            to = Target(node);
            if (Passes(node, input)) _program.Add(new BlockStep(null, -1, g, 0, 0, to));
            else _program.Add(StepOf(node, input, g, to));
        }
        _leaving[parent] = to;
    }

    /// <summary>Where the gradient of an input is found, after a step that computes it if it is not the upstream one.</summary>
    private int Compute(OpNode node, int input, int g, bool last)
    {
        if (Passes(node, input) || last && g >= 0 && _program.IsLast(g))
        {
            _program.Keep(g);
            if (!Passes(node, input)) _program.Add(StepOf(node, input, g, g));
            return g;
        }
        var d = _program.Buffer();
        _program.Add(StepOf(node, input, g, d));
        return d;
    }

    private int Target(OpNode node)
    {
        if (_free.Count == 0) return _program.Operand(pool.Rent(node.Shape, node.DType));
        var tensor = _free[^1];
        _free.RemoveAt(_free.Count - 1);
        return _program.Operand(tensor);
    }

    private BlockStep StepOf(OpNode node, int input, int g, int to) => node.Op!.Saves switch
    {
        Saves.Output => new(node.Op, input, g, _program.Operand(node.SavedOutput), g, to),
        Saves.Inputs when node.Count == 1 => new(node.Op, input, g, _program.Operand(node.SavedInput(0)), g, to),
        Saves.Inputs => new(node.Op, input, g, _program.Operand(node.SavedInput(0)), _program.Operand(node.SavedInput(1)), to),
        _ => new(node.Op, input, g, g, g, to),
    };

    private static bool Passes(OpNode node, int input) => node.Op is IElementGradients op && op.Passes(input);
}
