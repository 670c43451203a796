using AutoGrad.Nn;
using AutoGrad.Optim;
using BenchmarkDotNet.Attributes;

namespace AutoGrad.Benchmarks;

/// <summary>One training step of small networks: forward, backward, optimizer.</summary>
[MemoryDiagnoser]
public class TrainingSteps
{
    private Step _perceptron = null!, _convolutional = null!;

    [GlobalSetup]
    public void Setup()
    {
        _perceptron = new Step([new Linear(784, 256), new Relu(), new Linear(256, 128), new Relu(), new Linear(128, 10)], Tensor.Rand([64, 784]));
        _convolutional = new Step(
            [
                new Conv2d(1, 6, 5, padding: 2), new Relu(), new MaxPool2d(2), new Conv2d(6, 16, 5), new BatchNorm2d(16), new Relu(), new MaxPool2d(2), new Flatten(),
                new Linear(400, 120), new Relu(), new Linear(120, 10),
            ],
            Tensor.Rand([64, 1, 28, 28]));
    }

    [Benchmark]
    public void Perceptron() => _perceptron.Run();

    [Benchmark]
    public void Convolutional() => _convolutional.Run();

    private sealed class Step(Sequential net, Tensor x)
    {
        private readonly Adam _optimizer = new(net.Parameters());
        private readonly Tensor _y = Tensor.RandInt([x.Shape[0]], 0, 10);

        public void Run()
        {
            _optimizer.ZeroGrad();
            Loss.CrossEntropy(net.Call(x), _y).Backward();
            _optimizer.Step();
        }
    }
}
