using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Compare.Workloads;

/// <summary>One step of a character transformer: 4 layers, 4 heads, 128 wide, 128 characters of 65, batch 16, with AdamW.</summary>
/// <remarks>
/// Attention is the library's one operation for it: the same sums as the script's products, mask and softmax, with the scores of
/// some queries at a time. The peer's release has no such operation for the processor.
/// </remarks>
internal sealed class CharacterGpt : Workload
{
    private const int Vocabulary = 65, Layers = 4, Heads = 4, Width = 128, Length = 128, Batch = 16;

    private readonly Gpt _net = new();
    private readonly AdamW _optimizer;
    private readonly Tensor _x = Tensor.RandInt([Batch, Length], 0, Vocabulary);
    private readonly Tensor _y = Tensor.RandInt([Batch, Length], 0, Vocabulary);

    public CharacterGpt() => _optimizer = new AdamW(_net.Parameters(), learningRate: 3e-4);

    public override IEnumerable<Tensor> Start => [_x, _y, .. _net.Parameters()];

    public override Tensor Step()
    {
        _optimizer.ZeroGrad();
        var loss = Loss.CrossEntropy(_net.Call(_x).Reshape(-1, Vocabulary), _y.Reshape(-1));
        loss.Backward();
        _optimizer.Step();
        return loss;
    }

    private sealed class Gpt : Layer
    {
        private readonly Tensor _positions = Tensor.Arange(Length);

        public Gpt()
        {
            Characters = new Embedding(Vocabulary, Width);
            Places = new Embedding(Length, Width);
            Blocks = [];
            for (var i = 0; i < Layers; i++) Blocks.Add(new Block());
            Norm = new LayerNorm(Width);
            Head = new Linear(Width, Vocabulary);
        }

        public Embedding Characters { get; set => field = Register(value); }

        public Embedding Places { get; set => field = Register(value); }

        public Sequential Blocks { get; set => field = Register(value); }

        public LayerNorm Norm { get; set => field = Register(value); }

        public Linear Head { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x) => Head.Call(Norm.Call(Blocks.Call(Characters.Call(x) + Places.Call(_positions))));
    }

    private sealed class Block : Layer
    {
        public Block()
        {
            AttentionNorm = new LayerNorm(Width);
            ForwardNorm = new LayerNorm(Width);
            QueryKeyValue = new Linear(Width, 3 * Width);
            Projection = new Linear(Width, Width);
            Widen = new Linear(Width, 4 * Width);
            Narrow = new Linear(4 * Width, Width);
        }

        public LayerNorm AttentionNorm { get; set => field = Register(value); }

        public LayerNorm ForwardNorm { get; set => field = Register(value); }

        public Linear QueryKeyValue { get; set => field = Register(value); }

        public Linear Projection { get; set => field = Register(value); }

        public Linear Widen { get; set => field = Register(value); }

        public Linear Narrow { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x)
        {
            var h = AttentionNorm.Call(x);
            x += Tensor.MultiHeadAttention(h, h, h, Heads, QueryKeyValue.Weight, QueryKeyValue.Bias, Projection.Weight, Projection.Bias, causal: true);
            return x + Narrow.Call(Widen.Call(ForwardNorm.Call(x)).Gelu());
        }
    }
}
