namespace AutoGrad.Tests.Ops;

public class AttentionTests
{
    [Test]
    public void Shapes_that_do_not_belong_together_are_refused()
    {
        Tensor q = Tensor.Ones([2, 3]), k = Tensor.Ones([4, 3]);
        Should.Throw<ShapeMismatchException>(() => Tensor.ScaledDotProductAttention(q, Tensor.Ones([4, 2]), k)).Message.ShouldContain("[2, 3] and [4, 2]");
        Should.Throw<ShapeMismatchException>(() => Tensor.ScaledDotProductAttention(q, k, Tensor.Ones([3, 3])));
        Should.Throw<ShapeMismatchException>(() => Tensor.ScaledDotProductAttention(q, k, k, Tensor.Ones([3, 4], DType.Bool)));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.ScaledDotProductAttention(q, k, k, dropout: 2));
        var x = Tensor.Ones([1, 2, 3]);
        Should.Throw<ArgumentException>(() => Tensor.MultiHeadAttention(x, x, x, 2, Tensor.Ones([9, 3]), null, Tensor.Ones([3, 3]), null)).Message.ShouldContain("2 heads do not divide 3 features");
        Should.Throw<ShapeMismatchException>(() => Tensor.MultiHeadAttention(x, x, x, 3, Tensor.Ones([6, 3]), null, Tensor.Ones([3, 3]), null)).Message.ShouldContain("[9, 3]");
    }

    [Test]
    public void A_long_sequence_never_has_all_scores_at_once([Values] bool causal, [Values] bool heads)
    {
        const int Length = 2048, Features = 16;
        var generator = new Generator(5);
        var x = Tensor.Randn([1, Length, Features], generator: generator).WithGrad();
        var (inWeight, outWeight) = (Tensor.Randn([3 * Features, Features], generator: generator), Tensor.Randn([Features, Features], generator: generator));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var y = heads ? Tensor.MultiHeadAttention(x, x, x, 1, inWeight, null, outWeight, null, causal: causal) : Tensor.ScaledDotProductAttention(x, x, x, causal: causal);
        y.Backward(Tensor.Ones(y.Shape));
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(Length * Length * sizeof(float) / 2, "half of what the scores of one head take");
        if (heads) return;
        // one of the last queries against all keys, in double precision
        var rows = x.To(DType.Float64).Reshape(Length, Features).Detach();
        var query = Length - 3;
        var scores = rows.Narrow(0, 0, causal ? query + 1 : Length).MatMul(rows.Select(0, query)) / Math.Sqrt(Features);
        var expected = scores.Softmax(0).MatMul(rows.Narrow(0, 0, scores.Size)).ToArray<double>();
        var actual = y.Reshape(Length, Features).Select(0, query).To(DType.Float64).ToArray<double>();
        for (var i = 0; i < Features; i++) actual[i].ShouldBe(expected[i], 1e-5);
    }

    [Test]
    public void Blocks_and_parts_of_a_head_give_what_the_rule_gives([Values] bool causal, [Values(1, 3, 20)] int heads, [Values(130, 300)] int queries)
    {
        var generator = new Generator(6);
        Tensor[] x = [.. new Shape[] { [heads, queries, 19], [heads, 270, 19], [heads, 270, 23] }.Select(s => Tensor.Randn(s, DType.Float64, generator).WithGrad())];
        var y = Tensor.ScaledDotProductAttention(x[0], x[1], x[2], causal: causal);
        var upstream = Tensor.Randn(y.Shape, DType.Float64, generator);
        var rule = Autodiff.Gradient(y, x, upstream, createGraph: true);
        var fused = Autodiff.Gradient(y, x, upstream);
        for (var i = 0; i < x.Length; i++)
            fused[i].ToArray<double>().Zip(rule[i].ToArray<double>(), (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-12, $"input {i}");
    }

    [Test]
    public void Recurrent_weights_that_do_not_fit_are_refused()
    {
        Tensor x = Tensor.Ones([2, 3]), h = Tensor.Ones([2, 4]);
        var weights = new RecurrentWeights(Tensor.Ones([16, 3]), Tensor.Ones([16, 4]));
        Recurrent.LstmCell(x, h, h, weights).Cell.Shape.ShouldBe([2, 4]);
        Should.Throw<ShapeMismatchException>(() => Recurrent.GruCell(x, h, weights)).Message.ShouldContain("[12, 3]");
        Should.Throw<ShapeMismatchException>(() => Recurrent.LstmCell(x, h, Tensor.Ones([3, 4]), weights));
        Should.Throw<ShapeMismatchException>(() => Recurrent.LstmCell(Tensor.Ones([3, 3]), h, h, weights));
        Tensor sequence = Tensor.Ones([5, 2, 3]), state = Tensor.Ones([1, 2, 4]);
        Should.Throw<ArgumentException>(() => Recurrent.Lstm(sequence, state, state, [])).Message.ShouldContain("at least one");
        Should.Throw<ArgumentException>(() => Recurrent.Lstm(sequence, state, state, [weights], bidirectional: true));
        Should.Throw<ArgumentException>(() => Recurrent.Lstm(Tensor.Ones([0, 2, 3]), state, state, [weights])).Message.ShouldContain("at least one step");
        Should.Throw<ShapeMismatchException>(() => Recurrent.Lstm(sequence, h, h, [weights])).Message.ShouldContain("[1, 2, hidden]");
        Should.Throw<ArgumentNullException>(() => Recurrent.LstmCell(x, h, h, null!));
    }
}
