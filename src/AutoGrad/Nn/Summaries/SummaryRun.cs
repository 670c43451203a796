namespace AutoGrad.Nn;

/// <summary>One forward pass of a model over zeros that leaves no trace: which module made what, and what was kept.</summary>
/// <remarks>Buffers, random generators, modes and hooks are as before; hooks do not run.</remarks>
internal sealed class SummaryRun : OpObserver
{
    private readonly Dictionary<string, Cell> _cells = new(StringComparer.Ordinal);
    private readonly string _root;

    private SummaryRun(Module model) => _root = NameScope.Path is { Length: > 0 } outer ? $"{outer}.{model.ScopeName}" : model.ScopeName;

    /// <summary>Paths, output shapes and multiply-adds, in the order of the modules.</summary>
    public List<(string Path, Shape? Output, long MultiplyAdds)> Rows { get; } = [];

    /// <summary>Bytes kept for the backward pass.</summary>
    public long KeptBytes { get; private set; }

    public static SummaryRun Of(Module model, Func<Tensor> call)
    {
        var run = new SummaryRun(model);
        var modules = model.NamedModules().ToArray();
        foreach (var (path, module) in modules) run._cells[path] = new Cell();
        var (hooks, modes) = (new CallHooks<Layer>?[modules.Length], new bool[modules.Length]);
        for (var i = 0; i < modules.Length; i++)
        {
            (var (path, module), modes[i]) = (modules[i], modules[i].Value.IsTraining);
            if (module is not Layer layer) continue;
            var notes = new CallHooks<Layer>();
            notes.AddAfter((_, _, y) =>
            {
                run.Note(path, y[0]);
                return null;
            });
            hooks[i] = layer.Hook(notes);
        }
        var random = new RandomTrace();
        try
        {
            model.Train();
            using var recording = GradMode.EnableGrad();
            using var trace = RandomTrace.Record(random);
            run.Measure(model, call);
        }
        finally
        {
            random.TakeBack();
            for (var i = 0; i < modules.Length; i++)
            {
                modules[i].Value.Restore(modes[i]);
                (modules[i].Value as Layer)?.Hook(hooks[i]);
            }
        }
        foreach (var (path, _) in modules) run.Rows.Add((path, run._cells[path].Output, run._cells[path].MultiplyAdds));
        return run;
    }

    protected override void Computed(Op op, ReadOnlySpan<Tensor> x, Tensor y)
    {
        var cell = Innermost(out var isOwn);
        cell.MultiplyAdds += AutoGrad.Nn.MultiplyAdds.Of(op, x, y);
        if (isOwn && !cell.IsLayer) cell.Output = y.Shape;
    }

    private void Measure(Module model, Func<Tensor> call)
    {
        // statistics that a step moves are moved in copies
        var buffers = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, buffer) in model.NamedBuffers()) buffers.Add(name, buffer.Clone());
        Tensor y;
        Begin();
        try
        {
            y = model.FunctionalCall(buffers, call);
        }
        finally
        {
            End();
        }
        if (_cells[""].Output is null) _cells[""].Output = y.Shape;
        KeptBytes = y.Node is null ? 0 : Tape.Report(y).SavedBytes;
    }

    private void Note(string path, Tensor y) => (_cells[path].Output, _cells[path].IsLayer) = (y.Shape, true);

    /// <summary>The innermost module that runs now.</summary>
    private Cell Innermost(out bool isOwn)
    {
        var path = NameScope.Path;
        path = path.Length > _root.Length && path.StartsWith(_root, StringComparison.Ordinal) ? path[(_root.Length + 1)..] : "";
        for (isOwn = true; ; isOwn = false)
        {
            if (_cells.TryGetValue(path, out var cell)) return cell;
            // a part that runs under another name than it is listed under counts for what is around it
            path = path.LastIndexOf('.') is var dot and >= 0 ? path[..dot] : "";
        }
    }

    private sealed class Cell
    {
        public Shape? Output { get; set; }

        public bool IsLayer { get; set; }

        public long MultiplyAdds { get; set; }
    }
}
