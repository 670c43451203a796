namespace AutoGrad.Optim;

/// <summary>Parameters as one vector in double precision.</summary>
internal sealed class ParameterVector
{
    public ParameterVector(IEnumerable<Tensor> parameters)
    {
        Parameters = Optimizer.Check(parameters);
        for (var i = 0; i < Parameters.Length; i++)
        {
            if (!Parameters[i].RequiresGrad) throw new ArgumentException($"Parameter {i} {Parameters[i].Shape} requires no gradient: call WithGrad() on it.", nameof(parameters));
            Size += Parameters[i].Size;
        }
        if (Size == 0) throw new ArgumentException("The parameters hold no elements.", nameof(parameters));
    }

    public Tensor[] Parameters { get; }

    /// <summary>Elements of all parameters together.</summary>
    public int Size { get; }

    /// <summary>The distance from 1 to the next number, in the coarsest type of the parameters.</summary>
    public double Epsilon => Array.Exists(Parameters, p => p.DType == DType.Float32) ? MathF.BitIncrement(1) - 1 : Math.BitIncrement(1.0) - 1;

    /// <summary>A copy of the elements.</summary>
    public double[] Read() => Flatten(Parameters);

    /// <summary>Sets the parameters, and rounds the vector to what they hold.</summary>
    public void Write(Span<double> x)
    {
        using var scope = GradMode.NoGrad();
        foreach (var parameter in Parameters)
        {
            var part = x[..parameter.Size];
            if (parameter.DType == DType.Float64) part.CopyTo(parameter.Mutate<double>());
            else
            {
                var elements = parameter.Mutate<float>();
                TensorPrimitives.ConvertTruncating<double, float>(part, elements);
                TensorPrimitives.ConvertTruncating<float, double>(elements, part);
            }
            x = x[parameter.Size..];
        }
    }

    /// <summary>One tensor a parameter, in its shape, as a vector; zeros for null.</summary>
    public double[] Flatten(ReadOnlySpan<Tensor?> tensors)
    {
        var (vector, start) = (new double[Size], 0);
        for (var i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is { } tensor) CopyTo(tensor, vector.AsSpan(start));
            start += Parameters[i].Size;
        }
        return vector;
    }

    /// <summary>A vector as tensors in the shapes and types of the parameters.</summary>
    public Tensor[] Split(ReadOnlySpan<double> vector)
    {
        var parts = new Tensor[Parameters.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var parameter = Parameters[i];
            parts[i] = Tensor.From(vector[..parameter.Size], parameter.Shape).To(parameter.DType);
            vector = vector[parameter.Size..];
        }
        return parts;
    }

    /// <summary>The elements of a tensor as doubles.</summary>
    public static void CopyTo(Tensor tensor, Span<double> target)
    {
        if (tensor.DType == DType.Float64) tensor.Span<double>().CopyTo(target);
        else TensorPrimitives.ConvertTruncating<float, double>(tensor.Span<float>(), target);
    }
}
