namespace AutoGrad.Tests.Docs;

/// <summary>What counts as the same figures.</summary>
public class PrintedLineTests
{
    [TestCase("loss 0.101", "loss 0.100", true)]
    [TestCase("loss 0.103", "loss 0.100", false)]
    [TestCase("[ 9.99, 10.01]", "[10.00, 10.00]", true)]
    [TestCase("-1.0E-003 after 7", "-1.01E-003 after 7", true)]
    [TestCase("-1.0E-003", "1.0E-003", false)]
    [TestCase("gain 1", "loss 1", false)]
    [TestCase("1 2", "1", false)]
    [TestCase("NaN", "1", false)]
    [TestCase("0", "0", true)]
    [TestCase("0.0001", "0", false)]
    public void Numbers_may_differ_by_a_share_and_words_not_at_all(string line, string page, bool near) => PrintedLine.IsNear(line, page, 0.02).ShouldBe(near);
}
