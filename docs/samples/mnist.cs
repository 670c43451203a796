#:project ../../src/AutoGrad
// MNIST: a convolutional network, the Trainer, and on request augmented images with a schedule of the rate.
//     dotnet run -c Release docs/samples/mnist.cs -- [train-images train-labels test-images test-labels] [--augment] [--quick]
// Without names: mnist10k-*.gz and t10k-*.gz in the folder that AUTOGRAD_DATA names. IDX files, compressed or not.
using AutoGrad;
using AutoGrad.Data;
using AutoGrad.IO;
using AutoGrad.Nn;
using AutoGrad.Optim;
using AutoGrad.Training;

var (quick, augment) = (args.Contains("--quick"), args.Contains("--augment"));
var files = args.Where(a => !a.StartsWith('-')).ToArray();
if (files is [] && Environment.GetEnvironmentVariable("AUTOGRAD_DATA") is { Length: > 0 } folder)
    files = [.. from set in new[] { "mnist10k", "t10k" } from part in new[] { "images-idx3", "labels-idx1" } select Path.Combine(folder, $"{set}-{part}-ubyte.gz")];
if (files.Length != 4)
{
    Console.Error.WriteLine("Give four IDX files: images and labels to learn from, images and labels to be judged on (or name their folder in AUTOGRAD_DATA).");
    return 2;
}

TensorDataset train, test;
try
{
    (train, test) = (Read(files[0], files[1]), Read(files[2], files[3]));
}
catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

var random = new Generator(1);
Sequential model =
[
    .. Convolution(1, 16), new MaxPool2d(2),                                // 28 x 28, then 14 x 14
    .. Convolution(16, 32), new MaxPool2d(2),                               // 7 x 7
    .. Convolution(32, 64), new MaxPool2d(2), new Flatten(),                // 3 x 3
    new Dropout(0.3, random), new Linear(64 * 3 * 3, 10, generator: random),
];
Console.WriteLine(model.Summary([64, 1, 28, 28]));

var epochs = quick ? 2 : augment ? 15 : 3;
var loader = new DataLoader(train, batchSize: 50, shuffle: true, seed: 1)
{
    Transform = augment ? new Compose(new RandomCrop(28, 28, padding: 2), new RandomRotation(10)).OnPart(0) : null,
    Workers = augment ? 1 : 0,
};
var optimizer = new AdamW(model.Parameters(), learningRate: 2e-3);
var trainer = new Trainer(model, (logits, digits) => Loss.CrossEntropy(logits, digits), optimizer)
{
    Schedule = augment ? new OneCycleLR(optimizer, maxRate: 0.01, totalSteps: epochs * loader.Count) : null,
    Metrics = [new Accuracy()],
    Progress = new PlainProgress(),
};
IEnumerable<Batch> judged = new DataLoader(test, batchSize: 500);
var result = quick ? trainer.Fit(loader.Take(40), epochs, judged.Take(2)) : trainer.Fit(loader, epochs, judged);
Console.WriteLine($"test accuracy: {100 * result.Epochs[^1].Evaluation!.Metrics["Accuracy"]:F2} %");
return 0;

static TensorDataset Read(string images, string labels) => new(Idx.Load(images, DType.Float32).Unsqueeze(1) / 255, Idx.Load(labels, DType.Int64));

Layer[] Convolution(int from, int to) => [new Conv2d(from, to, 3, padding: 1, bias: false, generator: random), new BatchNorm2d(to), new Relu()];
