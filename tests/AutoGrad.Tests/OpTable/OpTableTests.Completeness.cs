namespace AutoGrad.Tests.OpTable;

public sealed partial class OpTableTests
{
    [Test]
    public void Every_op_class_is_run_by_a_row()
    {
        var seen = new HashSet<Type>();
        foreach (var row in OpTable.Rows)
        {
            seen.UnionWith(row.Unrecorded);
            foreach (var original in row.Inputs()) Walk(row, original, seen);
        }
        var missing = typeof(Op).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Op)) && !t.IsAbstract && !seen.Contains(t)).Select(t => t.FullName).Order().ToArray();
        missing.ShouldBeEmpty(
            $"These op classes appear on no tape: {string.Join(", ", missing)}. Add a row to the op table that runs them (and list its family in OpTable.cs); " +
            "name one whose results are never recorded, such as a comparison, with .Covering(typeof(...)) on its row.");
    }

    // the tapes of values, of gradients and of their gradients
    private static void Walk(OpRow row, Tensor[] original, HashSet<Type> seen)
    {
        var x = TensorCopies.Of(original, grad: true);
        var y = row.Run(x);
        for (var order = 0; ; order++)
        {
            foreach (var t in y) Collect(t.Node, seen, []);
            if (order == row.Order) return;
            y = Pull(row, x, y, createGraph: true);
        }
    }

    private static void Collect(Node? start, HashSet<Type> types, HashSet<Node> visited)
    {
        var waiting = new Stack<Node?>([start]);
        while (waiting.TryPop(out var node))
        {
            if (node is not OpNode op || !visited.Add(node)) continue;
            types.Add(op.Op!.GetType());
            for (var i = 0; i < op.Count; i++) waiting.Push(op.Parent(i));
        }
    }
}
