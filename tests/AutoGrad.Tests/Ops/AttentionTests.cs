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
