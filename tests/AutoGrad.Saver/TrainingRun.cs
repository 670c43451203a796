using AutoGrad;
using AutoGrad.Data;
using AutoGrad.Nn;
using AutoGrad.Optim;
using AutoGrad.Training;

/// <summary>A training with everything that has a state, which goes on from the checkpoint in its folder and prints each step: the victim of ResumeTests.</summary>
internal static class TrainingRun
{
    public static int Run(string folder)
    {
        var random = new Generator(1);
        Sequential net = [new Linear(2, 16, generator: random), new BatchNorm1d(16), new Tanh(), new Dropout(0.2, random), new Linear(16, 2, generator: random)];
        ParameterGroups optimizer = [new AdamW(net.Parameters().Where(p => p.Rank == 2), 0.01), new Sgd(net.Parameters().Where(p => p.Rank != 2), 0.05, 0.9, nesterov: true)];
        var trainer = new Trainer(net, (output, target) => Loss.CrossEntropy(output, target), optimizer)
        {
            Schedule = new CosineAnnealingLR(optimizer, 40),
            Average = new ExponentialMovingAverage(net, 0.9),
            Checkpoints = new FileCheckpoints(folder),
            CheckpointEverySteps = 1,
            Generators = [random],
            Progress = new Lines(),
        };
        trainer.Resume();
        var data = new DataLoader(Synthetic.Moons(80, 0.1, new Generator(2)), 8, shuffle: true, seed: 3) { Workers = 1, Transform = Shake };
        trainer.Fit(data, epochs: 4, evaluation: new DataLoader(Synthetic.Moons(40, 0.1, new Generator(4)), 40));
        return 0;
    }

    private static Batch Shake(Batch batch, Generator random) => new(batch[0] + 0.05 * Tensor.Randn(batch[0].Shape, generator: random), batch[1]);

    private sealed class Lines : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            Console.Out.WriteLine(value.Step);
            Console.Out.Flush();
        }
    }
}
