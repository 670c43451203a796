using System.Text;
using AutoGrad.Tests.Architecture;

namespace AutoGrad.Tests.Docs.Reference;

/// <summary>docs/from-pytorch.md: functions from the bindings of the conformance program, the rest from torch-names.txt, the differences from docs/differences.md.</summary>
internal static class FromPyTorchPage
{
    private const string Head = """
        # From PyTorch

        The names are PyTorch's in PascalCase, with its defaults, its order of arguments and its conventions; an axis is `axis` where
        PyTorch says `dim`, and `keepDims` is its `keepdim`. A training loop:

        ```python
        model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
        optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
        loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)

        model.train()
        for epoch in range(20):
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = F.cross_entropy(model(inputs), targets)
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()

        model.eval()
        with torch.no_grad():
            correct = (model(x).argmax(dim=1) == y).float().mean().item()
        ```

        The same in C#:

        ```csharp
        using AutoGrad.Data;
        using AutoGrad.Nn;
        using AutoGrad.Optim;

        var x = Tensor.Randn([256, 4], generator: new Generator(1));
        var y = x.Narrow(1, 0, 3).ArgMax(1);                                // which of the first three is the largest

        Sequential model = [new Linear(4, 16, generator: new Generator(2)), new Relu(), new Linear(16, 3, generator: new Generator(3))];
        var optimizer = new Adam(model.Parameters(), learningRate: 0.01);
        var loader = new DataLoader(new TensorDataset(x, y), batchSize: 32, shuffle: true);

        model.Train();
        for (var epoch = 0; epoch < 20; epoch++)
            foreach (var (inputs, targets) in loader)
            {
                optimizer.ZeroGrad();
                var loss = Loss.CrossEntropy(model.Call(inputs), targets);
                loss.Backward();
                GradientClipping.ByNorm(model.Parameters(), 1.0);
                optimizer.Step();
            }

        model.Eval();
        using (GradMode.NoGrad())
        {
            var correct = model.Call(x).ArgMax(1).EqualTo(y).To(DType.Float32).Mean().ToScalar();
            Console.WriteLine(correct > 0.9 ? "learned" : "not yet");
        }
        ```

        ```text
        learned
        ```

        This page is generated from the bindings of the conformance program, which compares each of these functions with PyTorch, and
        from the library's public names; CONTRIBUTING.md says how. [Operations](ops.md) has formulas, gradients and conventions.

        """;

    // what a C# program does in another way
    private static readonly Dictionary<string, string> s_otherWays = new()
    {
        ["Tensor.contiguous"] = "not needed: every tensor is dense",
        ["Tensor.add_"] = "`x + y`; in place, outside of a graph, through `x.Mutate<T>()`",
        ["Tensor.mul_"] = "`x * y`; in place, outside of a graph, through `x.Mutate<T>()`",
        ["Tensor.zero_"] = "`Tensor.ZerosLike`; in place, outside of a graph, through `x.Mutate<T>()`",
        ["Tensor.fill_"] = "`Tensor.FullLike`; in place, outside of a graph, through `x.Mutate<T>()`",
        ["Tensor.bool"] = "`x.To(DType.Bool)`",
        ["Tensor.long"] = "`x.To(DType.Int64)`",
        ["Tensor.double"] = "`x.To(DType.Float64)`",
        ["Tensor.float"] = "`x.To(DType.Float32)`",
        ["Tensor.type"] = "`x.To`",
        ["Tensor.size"] = "`x.Shape`",
        ["Tensor.dim"] = "`x.Rank`",
        ["torch.numel"] = "`x.Size`",
        ["torch.tensor"] = "`Tensor.From`",
    };

    public static string Text()
    {
        var page = new StringBuilder(Head);
        var functions = TorchNames.All.Where(t => !t.Torch.StartsWith("torch.special.", StringComparison.Ordinal) && !t.Torch.StartsWith("Tensor.__", StringComparison.Ordinal))
            .Select(t => (t.Torch, Ours: Ours(t.Torch, t.Members))).ToLookup(t => t.Torch[..t.Torch.LastIndexOf('.')], t => (t.Torch, t.Ours));
        Section(page, "Functions of torch", [.. functions["torch"], ("torch.special.*", "the function of the same name in this list")]);
        Section(page, "Methods of torch.Tensor", [.. functions["Tensor"], ("x[...]", "`x[...]`: ranges `1..^1`, steps `TensorIndex.Slice(step: 2)`, index and mask tensors"), ("every other method", "as the function of torch of the same name")]);
        Section(page, "torch.nn.functional", functions["F"]);
        Section(page, "torch.linalg", functions["torch.linalg"]);
        Section(page, "Recurrent functions", functions["torch._VF"]);
        Section(page, "torch.autograd", [.. functions["torch.autograd"], .. Named("torch.autograd.").Where(n => !functions["torch.autograd"].Any(f => f.Torch == n.Torch))]);
        Section(page, "torch.nn", Named("torch.nn.").Where(n => n.Torch.Count(c => c == '.') == 2));
        Section(page, "torch.nn.init and torch.nn.utils", [.. Named("torch.nn.init."), .. Named("torch.nn.utils.")]);
        Section(page, "torch.optim", Named("torch.optim."));
        Section(page, "Data, random numbers, files", [.. Named("torch.utils."), .. Named("torch.").Where(n => n.Torch.Count(c => c == '.') == 1)]);
        var missing = s_names.Where(n => LibraryName.Of(n.Torch, n.Given) is null).Select(n => $"`{n.Torch["torch.".Length..]}`");
        page.Append($"\n## Not there yet\n\n{string.Join(", ", missing)}.\n");
        var differences = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "differences.md")).ReplaceLineEndings("\n");
        page.Append($"\n## Differences on purpose\n\nFrom [differences.md](differences.md).\n\n{differences[differences.IndexOf("\n\n", StringComparison.Ordinal)..].TrimStart()}");
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static readonly (string Torch, string? Given)[] s_names =
        [.. File.ReadLines(Path.Combine(SourceTree.Root, "tests", "AutoGrad.Tests", "Docs", "Reference", "torch-names.txt")).Where(line => line.Length > 0).Select(line => line.Split(" = ")).Select(p => (p[0], p.ElementAtOrDefault(1)))];

    private static IEnumerable<(string Torch, string Ours)> Named(string start) =>
        from name in s_names
        where name.Torch.StartsWith(start, StringComparison.Ordinal)
        let ours = LibraryName.Of(name.Torch, name.Given)
        where ours is not null
        select (name.Torch, $"`{ours}`");

    private static string Ours(string torch, string[] members) => s_otherWays.GetValueOrDefault(torch) ??
        string.Join(", ", members.Select(m => LibraryName.OfBound(m) ?? throw new ShouldAssertException($"{torch} is bound to {m}, which is no public member: name the member first in the binding's last argument.")));

    private static void Section(StringBuilder page, string title, IEnumerable<(string Torch, string Ours)> lines)
    {
        page.Append($"\n## {title}\n\n| PyTorch | AutoGrad |\n|---|---|\n");
        foreach (var (torch, ours) in lines.OrderBy(l => l.Torch, StringComparer.OrdinalIgnoreCase)) page.Append($"| `{torch}` | {ours} |\n");
    }
}
