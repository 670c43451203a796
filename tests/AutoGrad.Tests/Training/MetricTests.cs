using AutoGrad.Training;

namespace AutoGrad.Tests.Training;

public class MetricTests
{
    // guesses 0 1 2 1 0 2, right classes 0 1 1 1 2 2
    private static readonly Tensor s_scores = Tensor.From(new[,] { { 3f, 1, 0 }, { 0, 2, 1 }, { 0, 1, 2 }, { 0, 2, 1 }, { 2, 0, 1 }, { 0, 1, 3 } });
    private static readonly Tensor s_classes = Tensor.From([0L, 1, 1, 1, 2, 2]);

    [Test]
    public void Accuracy_counts_right_guesses()
    {
        Of(new Accuracy()).ShouldBe(4.0 / 6);
        Of(new TopKAccuracy(1)).ShouldBe(4.0 / 6);
        Of(new TopKAccuracy(2)).ShouldBe(1);
        Of(new ConfusionMatrix(3)).ShouldBe(4.0 / 6);
        new TopKAccuracy(2).Name.ShouldBe("Top2Accuracy");
    }

    [Test]
    public void The_confusion_matrix_has_a_row_for_each_right_class()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Update(s_scores, s_classes);
        matrix.ToTensor().ToArray<long>().ShouldBe([1, 0, 0, 0, 2, 1, 1, 0, 1]);
        matrix[1, 2].ShouldBe(1);
        matrix.ToString().ShouldBe("   0 1 2\n 0 1 0 0\n 1 0 2 1\n 2 1 0 1");
    }

    [TestCase(Averaging.Macro, (0.5 + 1 + 0.5) / 3, (1 + 2.0 / 3 + 0.5) / 3, (2.0 / 3 + 0.8 + 0.5) / 3)]
    [TestCase(Averaging.Micro, 4.0 / 6, 4.0 / 6, 4.0 / 6)]
    [TestCase(Averaging.Weighted, (0.5 + 3 + 1) / 6, 4.0 / 6, (2.0 / 3 + 2.4 + 1) / 6)]
    public void Precision_recall_and_F1_average_over_the_classes(Averaging averaging, double precision, double recall, double f1)
    {
        Of(new Precision(3, averaging)).ShouldBe(precision, 1e-15);
        Of(new Recall(3, averaging)).ShouldBe(recall, 1e-15);
        Of(new F1Score(3, averaging)).ShouldBe(f1, 1e-15);
    }

    [Test]
    public void Binary_figures_are_those_of_class_1()
    {
        var (scores, targets) = (Tensor.From(new[,] { { 1.0, 0 }, { 0, 1 }, { 0, 1 }, { 1, 0 } }), Tensor.From([0, 1, 0, 1]));
        foreach (var metric in new Metric[] { new Precision(2, Averaging.Binary), new Recall(2, Averaging.Binary), new F1Score(2, Averaging.Binary) })
        {
            metric.Update(scores, targets);
            metric.Value.ShouldBe(0.5);
        }
        Should.Throw<ArgumentException>(() => new Recall(3, Averaging.Binary)).Message.ShouldContain("two classes");
    }

    [Test]
    public void Auroc_is_how_likely_a_positive_scores_above_a_negative()
    {
        var random = new Random(1);
        var (scores, targets) = (Enumerable.Range(0, 80).Select(_ => random.Next(20) / 20.0).ToArray(), Enumerable.Range(0, 80).Select(_ => (long)random.Next(2)).ToArray());
        var (wins, pairs) = (0.0, 0);
        for (var i = 0; i < 80; i++)
            for (var j = 0; j < 80; j++)
                if (targets[i] == 1 && targets[j] == 0) (wins, pairs) = (wins + (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0), pairs + 1);
        var auroc = new Auroc();
        for (var start = 0; start < 80; start += 20) auroc.Update(Tensor.From(scores.AsSpan(start, 20)), Tensor.From(targets.AsSpan(start, 20)));
        auroc.Value.ShouldBe(wins / pairs, 1e-12);
        auroc.Reset();
        double.IsNaN(auroc.Value).ShouldBeTrue();
        auroc.Update(Tensor.From([0.5, 0.7]), Tensor.From([1L, 1]));
        double.IsNaN(auroc.Value).ShouldBeTrue();
    }

    [Test]
    public void Auroc_of_several_classes_is_the_mean_of_each_against_the_rest() =>
        // class 0: 1; class 1: 3 of 9 pairs above, none equal but ...; worked out pair by pair
        Of(new Auroc()).ShouldBe((Pairs(0) + Pairs(1) + Pairs(2)) / 3, 1e-12);

    [Test]
    public void Errors_are_gathered_over_batches()
    {
        Metric[] metrics = [new MeanSquaredError(), new MeanAbsoluteError(), new R2Score()];
        foreach (var metric in metrics)
        {
            double.IsNaN(metric.Value).ShouldBeTrue();
            metric.Update(Tensor.From([1.0, 2]), Tensor.From([2.0, 2]));
            metric.Update(Tensor.From([5f]), Tensor.From([2f]));
            metric.Update(Tensor.From([6f]), Tensor.From([10f]));
        }
        metrics[0].Value.ShouldBe((1 + 0 + 9 + 16) / 4.0);
        metrics[1].Value.ShouldBe((1 + 0 + 3 + 4) / 4.0);
        metrics[2].Value.ShouldBe(1 - 26.0 / 48, 1e-15);
        metrics.Select(m => m.HigherIsBetter).ShouldBe([false, false, true]);
        foreach (var metric in metrics) metric.Reset();
        metrics.ShouldAllBe(m => double.IsNaN(m.Value));
    }

    [Test]
    public void R2_loses_nothing_where_the_mean_is_large()
    {
        var r2 = new R2Score();
        r2.Update(Tensor.From([1e8 + 1, 1e8 + 2, 1e8 + 4]), Tensor.From([1e8 + 1, 1e8 + 2, 1e8 + 3]));
        r2.Value.ShouldBe(0.5, 1e-12);
    }

    [Test]
    public void Perplexity_is_the_number_of_equally_likely_words()
    {
        var perplexity = new Perplexity(ignoreIndex: 0);
        perplexity.Update(Tensor.Zeros([2, 3, 7]), Tensor.From([1L, 2, 3, 4, 5, 0], [2, 3]));
        perplexity.Value.ShouldBe(7, 1e-12);
        perplexity.Update(Tensor.From(new[,] { { 100.0, 0, 0, 0, 0, 0, 0 } }), Tensor.From([0L]));
        perplexity.Value.ShouldBe(7, 1e-12);
        Should.Throw<ShapeMismatchException>(() => perplexity.Update(Tensor.Zeros([2, 7]), Tensor.From([1L])));
    }

    [Test]
    public void Refused_batches_leave_what_was_gathered()
    {
        var accuracy = new Accuracy();
        accuracy.Update(s_scores, s_classes);
        Should.Throw<ShapeMismatchException>(() => accuracy.Update(s_scores, Tensor.From([0L])));
        Should.Throw<ArgumentException>(() => accuracy.Update(s_scores, Tensor.From([0L, 1, 1, 1, 2, 3]))).Message.ShouldContain("target 3 in row 5");
        Should.Throw<ArgumentException>(() => accuracy.Update(s_scores, Tensor.Zeros([6]))).Message.ShouldContain("Int64");
        accuracy.Update(Tensor.Zeros([0, 3]), Tensor.Zeros([0], DType.Int64));
        accuracy.Value.ShouldBe(4.0 / 6);
        Should.Throw<ArgumentException>(() => new Auroc().Update(Tensor.From([double.NaN]), Tensor.From([1L]))).Message.ShouldContain("NaN");
        Should.Throw<ArgumentException>(() => new Auroc().Update(Tensor.From([0.5]), Tensor.From([2L]))).Message.ShouldContain("neither 0 nor 1");
        Should.Throw<ShapeMismatchException>(() => new MeanSquaredError().Update(Tensor.Zeros([2, 1]), Tensor.Zeros([2])));
        Should.Throw<ArgumentOutOfRangeException>(() => new TopKAccuracy(0));
    }

    private static double Pairs(int c)
    {
        var (scores, classes, wins, pairs) = (s_scores.ToArray<float>(), s_classes.ToArray<long>(), 0.0, 0);
        for (var i = 0; i < 6; i++)
            for (var j = 0; j < 6; j++)
                if (classes[i] == c && classes[j] != c)
                    (wins, pairs) = (wins + (scores[3 * i + c] > scores[3 * j + c] ? 1 : scores[3 * i + c] == scores[3 * j + c] ? 0.5 : 0), pairs + 1);
        return wins / pairs;
    }

    private static double Of(Metric metric)
    {
        metric.Update(s_scores.Narrow(0, 0, 4), s_classes.Narrow(0, 0, 4));
        metric.Update(s_scores.Narrow(0, 4, 2), s_classes.Narrow(0, 4, 2));
        return metric.Value;
    }
}
