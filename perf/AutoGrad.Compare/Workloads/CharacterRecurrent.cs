using AutoGrad.Nn;
using AutoGrad.Optim;

namespace AutoGrad.Compare.Workloads;

/// <summary>One step of a character model with one recurrent layer of 128: 64 steps of 65 characters, batch 32, with Adam.</summary>
internal sealed class CharacterRecurrent : Workload
{
    private const int Vocabulary = 65, Width = 128, Length = 64, Batch = 32;

    private readonly Network _net;
    private readonly Adam _optimizer;
    private readonly Tensor _x = Tensor.RandInt([Batch, Length], 0, Vocabulary);
    private readonly Tensor _y = Tensor.RandInt([Batch, Length], 0, Vocabulary);

    /// <param name="memory">The layer, from <see cref="Width"/> to as many, batch first.</param>
    public CharacterRecurrent(Func<int, Module> memory)
    {
        _net = new Network(memory(Width));
        _optimizer = new Adam(_net.Parameters(), learningRate: 1e-3);
    }

    public override IEnumerable<Tensor> Start => [_x, _y, .. _net.Parameters()];

    public override Tensor Step()
    {
        _optimizer.ZeroGrad();
        var loss = Loss.CrossEntropy(_net.Call(_x).Reshape(-1, Vocabulary), _y.Reshape(-1));
        loss.Backward();
        _optimizer.Step();
        return loss;
    }

    private sealed class Network : Layer
    {
        public Network(Module memory)
        {
            Characters = new Embedding(Vocabulary, Width);
            Memory = memory;
            Head = new Linear(Width, Vocabulary);
        }

        public Embedding Characters { get; set => field = Register(value); }

        public Module Memory { get; set => field = Register(value); }

        public Linear Head { get; set => field = Register(value); }

        protected override Tensor Forward(Tensor x) => Head.Call(Memory switch
        {
            Lstm lstm => lstm.Call(Characters.Call(x)).Output,
            Gru gru => gru.Call(Characters.Call(x)).Output,
            _ => ((Rnn)Memory).Call(Characters.Call(x)).Output,
        });
    }
}
