namespace AutoGrad.Tests.Architecture;

/// <summary>The public API changes only when somebody approves it.</summary>
public class PublicApiTests
{
    [Test]
    public void The_public_API_is_the_approved_one()
    {
        var folder = Path.Combine(SourceTree.Root, "tests", "AutoGrad.Tests", "Architecture");
        var (approvedPath, receivedPath) = (Path.Combine(folder, "PublicApi.approved.txt"), Path.Combine(folder, "PublicApi.received.txt"));
        var received = ApiListing.Of(typeof(Tensor).Assembly);
        var approved = File.Exists(approvedPath) ? File.ReadAllLines(approvedPath) : [];
        if (received.SequenceEqual(approved))
        {
            File.Delete(receivedPath);
            return;
        }
        File.WriteAllText(receivedPath, string.Join('\n', received) + "\n");
        var changes = approved.Except(received).Select(line => "- " + line).Concat(received.Except(approved).Select(line => "+ " + line));
        throw new ShouldAssertException(
            $"The public API differs from the approved one:\n{string.Join('\n', changes)}\n" +
            "If that is meant, approve it: cp tests/AutoGrad.Tests/Architecture/PublicApi.received.txt tests/AutoGrad.Tests/Architecture/PublicApi.approved.txt");
    }

    [Test]
    public void The_listing_reads_like_CSharp()
    {
        var lines = ApiListing.Of(typeof(Tensor).Assembly);
        lines.ShouldContain("AutoGrad.Tensor: public class Tensor");
        lines.ShouldContain("AutoGrad.Tensor: public Shape Shape { get; }");
        lines.ShouldContain("AutoGrad.Tensor: public static Tensor operator +(Tensor x, Tensor y)");
        lines.ShouldContain("AutoGrad.UnaryOp: protected abstract void Forward<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>");
        lines.ShouldContain("AutoGrad.Saves: Inputs = 1");
    }
}
