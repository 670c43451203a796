using AutoGrad.Data;
using AutoGrad.Nn;
using AutoGrad.Optim;
using AutoGrad.Training;
using Spectre.Console;

namespace AutoGrad.Tests.Training;

public class TerminalProgressTests
{
    [Test]
    public void A_terminal_shows_a_bar_and_a_table()
    {
        var text = Show(interactive: true);
        text.ShouldContain("epoch");
        text.ShouldContain("held out");
        text.ShouldContain("MeanSquaredError");
        text.ShouldContain("2/2");
        text.ShouldContain("steps/s");
        text.ShouldContain("━");
    }

    [Test]
    public void Elsewhere_there_is_a_line_an_epoch()
    {
        var lines = Show(interactive: false).ReplaceLineEndings("\n").TrimEnd().Split('\n');
        lines.Length.ShouldBe(3);
        lines[0].ShouldStartWith("epoch 1/3  step 2  loss ");
        lines[2].ShouldContain("MeanSquaredError");
    }

    private static string Show(bool interactive)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = interactive ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = interactive ? InteractionSupport.Yes : InteractionSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 160;
        Sequential net = [new Linear(2, 2)];
        var data = new TensorDataset(Tensor.Randn([8, 2], generator: new Generator(1)), Tensor.Zeros([8, 2]));
        var result = TerminalProgress.Show(
            progress => new Trainer(net, (x, y) => Loss.Mse(x, y), new Sgd(net.Parameters(), 0.1)) { Progress = progress, Metrics = [new MeanSquaredError()] }
                .Fit(new DataLoader(data, 4), 3, new DataLoader(data, 8)),
            console);
        result.Epochs.Count.ShouldBe(3);
        return text.ToString();
    }
}
