using System.Globalization;
using System.Text;

namespace AutoGrad.Training;

/// <summary>Writes a line after each epoch, and after every so many steps.</summary>
/// <remarks><c>epoch 2/10  step 400  loss 0.2176  rate 0.001  812 steps/s  held out 0.2313  Accuracy 0.931</c></remarks>
/// <param name="output">Where to write; null for the console.</param>
/// <param name="everySteps">Also after this many steps; 0 for epochs alone.</param>
public sealed class PlainProgress(TextWriter? output = null, int everySteps = 0) : IProgress<TrainingProgress>
{
    /// <summary>Writes the line, if it is time for one.</summary>
    /// <param name="value">Where the training stands.</param>
    public void Report(TrainingProgress value)
    {
        if (value.Finished is null && (everySteps <= 0 || value.Step % everySteps != 0)) return;
        (output ?? Console.Out).WriteLine(Line(value));
    }

    private static string Line(in TrainingProgress value)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"epoch {value.Epoch}/{value.Epochs}");
        if (value.Finished is null) line.Append(CultureInfo.InvariantCulture, $"  batch {value.Batch}").Append(value.Batches is { } batches ? $"/{batches}" : "");
        line.Append(CultureInfo.InvariantCulture, $"  step {value.Step}  loss {value.Loss:G4}  rate {value.LearningRate:G4}");
        if (value.GradientNorm is { } norm) line.Append(CultureInfo.InvariantCulture, $"  gradient {norm:G4}");
        line.Append(CultureInfo.InvariantCulture, $"  {value.StepsPerSecond:G3} steps/s");
        if (value.Finished?.Evaluation is { } evaluation)
        {
            line.Append(CultureInfo.InvariantCulture, $"  held out {evaluation.Loss:G4}");
            foreach (var (name, figure) in evaluation.Metrics) line.Append(CultureInfo.InvariantCulture, $"  {name} {figure:G4}");
        }
        return line.ToString();
    }
}
