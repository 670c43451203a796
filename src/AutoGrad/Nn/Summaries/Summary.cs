namespace AutoGrad.Nn;

public abstract partial class Module
{
    /// <summary>Layers, output shapes, parameters, multiply-adds, and the memory of one training step, of a module that takes more than one tensor.</summary>
    /// <remarks>
    /// <para><c>decoder.Summary(() =&gt; decoder.Call(Tensor.Zeros([1, 10, 64]), Tensor.Zeros([1, 20, 64])))</c></para>
    /// <para>The call is made once, as in training; buffers, generators, modes and gradients are afterwards what they were, and hooks do not run.</para>
    /// </remarks>
    /// <param name="call">Runs this module and returns what its gradient starts from.</param>
    public ModelSummary Summary(Func<Tensor> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Summarized(null, SummaryRun.Of(this, call));
    }

    /// <summary>The name this module runs under when it is called from outside.</summary>
    internal string ScopeName => OwnName;

    /// <summary>Returns this module alone to a mode.</summary>
    internal void Restore(bool training) => IsTraining = training;

    private protected ModelSummary Summarized(Shape? input, SummaryRun run) => Summarized(input, run.Rows, run.KeptBytes);

    private protected ModelSummary Summarized(Shape? input, List<(string Path, Shape? Output, long MultiplyAdds)> rows, long keptBytes)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var layers = new List<LayerSummary>();
        var (parameters, trainable, parameterBytes, gradientBytes, row) = (0L, 0L, 0L, 0L, 0);
        foreach (var (path, module) in NamedModules())
        {
            var own = 0L;
            foreach (var part in module._parts.Values)
            {
                if (part is not Tensor tensor || !seen.Add(tensor)) continue;
                var bytes = tensor.Size * (long)tensor.DType.ElementSize;
                parameterBytes += bytes;
                if (tensor is not Parameter) continue;
                own += tensor.Size;
                if (!tensor.RequiresGrad) continue;
                trainable += tensor.Size;
                gradientBytes += bytes;
            }
            parameters += own;
            layers.Add(new LayerSummary(path, module.TypeName, rows[row].Output, own, rows[row].MultiplyAdds));
            row++;
        }
        return new ModelSummary(input, layers, parameters, trainable, parameterBytes, gradientBytes, keptBytes);
    }
}
