namespace AutoGrad.Ops;

/// <summary>A tensor whose axes have labels.</summary>
internal readonly record struct EinsumOperand(Tensor X, List<int> Labels)
{
    /// <summary>Without repeated labels, by their diagonal, and without axes of extent 1 that stand for a longer one.</summary>
    public static EinsumOperand Of(Tensor x, List<int> labels, Dictionary<int, int> extents)
    {
        labels = [.. labels];
        for (var i = 0; i < labels.Count; i++)
        {
            var j = labels.LastIndexOf(labels[i]);
            if (j == i) continue;
            x = x.Diagonal(0, i, j);
            labels.Add(labels[i]);
            labels.RemoveAt(j);
            labels.RemoveAt(i--);
        }
        for (var i = labels.Count - 1; i >= 0; i--)
        {
            if (x.Shape[i] == extents[labels[i]]) continue;
            x = x.Squeeze(i);
            labels.RemoveAt(i);
        }
        return new EinsumOperand(x, labels);
    }

    /// <summary>Summed over the axes whose label is not wanted.</summary>
    public EinsumOperand SumBut(HashSet<int> wanted)
    {
        var (axes, labels) = (new List<int>(), new List<int>());
        for (var i = 0; i < Labels.Count; i++)
        {
            if (wanted.Contains(Labels[i])) labels.Add(Labels[i]);
            else axes.Add(i);
        }
        return axes.Count == 0 ? this : new EinsumOperand(X.Sum([.. axes]), labels);
    }

    /// <summary>The sum of products over the labels of both that are not wanted, as one batched matrix product.</summary>
    public EinsumOperand Times(EinsumOperand other, HashSet<int> wanted)
    {
        var (batch, inner, rows, columns) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        foreach (var label in Labels) (!other.Labels.Contains(label) ? rows : wanted.Contains(label) ? batch : inner).Add(label);
        foreach (var label in other.Labels)
            if (!Labels.Contains(label)) columns.Add(label);
        List<int> labels = [.. batch, .. rows, .. columns];
        // an operand that already lies transposed is read so
        var transposeA = inner.Count > 0 && Lies([.. batch, .. inner, .. rows]);
        var transposeB = inner.Count > 0 && other.Lies([.. batch, .. columns, .. inner]);
        var a = InOrder(transposeA ? [.. batch, .. inner, .. rows] : [.. batch, .. rows, .. inner]);
        var b = other.InOrder(transposeB ? [.. batch, .. columns, .. inner] : [.. batch, .. inner, .. columns]);
        var extents = new int[labels.Count];
        for (var i = 0; i < extents.Length; i++) extents[i] = i < batch.Count + rows.Count ? Extent(labels[i]) : other.Extent(labels[i]);
        int count = Size(batch), m = Size(rows), k = Size(inner), n = other.Size(columns);
        var product = inner.Count == 0
            ? a.Reshape(new Shape(count, m, 1)) * b.Reshape(new Shape(count, 1, n))
            : a.Reshape(transposeA ? new Shape(count, k, m) : new Shape(count, m, k))
                .MatMul(b.Reshape(transposeB ? new Shape(count, n, k) : new Shape(count, k, n)), transposeA, transposeB);
        return new EinsumOperand(product.Reshape(Shape.Owning(extents)), labels);
    }

    /// <summary>The tensor with its axes in the order of some labels.</summary>
    public Tensor InOrder(List<int> labels)
    {
        var order = new int[labels.Count];
        for (var i = 0; i < order.Length; i++) order[i] = Labels.IndexOf(labels[i]);
        return X.Permute(order);
    }

    private bool Lies(List<int> labels)
    {
        for (var i = 0; i < labels.Count; i++)
            if (Labels[i] != labels[i]) return false;
        return true;
    }

    private int Extent(int label) => X.Shape[Labels.IndexOf(label)];

    private int Size(List<int> labels)
    {
        var size = 1;
        foreach (var label in labels) size *= Extent(label);
        return size;
    }
}
