namespace AutoGrad;

/// <summary>A page of <c>docs/learn/mistakes</c>, which explains what an exception says: its message names the page, and so does <see cref="Exception.HelpLink"/>.</summary>
internal static class MistakePage
{
    public const string BackwardTwice = "backward-twice";
    public const string ChangedInPlace = "changed-in-place";
    public const string GradientIsNull = "gradient-is-null";
    public const string LossIsNaN = "loss-is-nan";
    public const string MixedTypes = "mixed-types";
    public const string NotAScalar = "not-a-scalar";
    public const string NotRegistered = "not-registered";
    public const string ShapeMismatch = "shape-mismatch";

    /// <summary>The page's path from the root of the project.</summary>
    public static string PathOf(string page) => $"docs/learn/mistakes/{page}.md";

    /// <summary>What a message says of the page; the module's path comes after it.</summary>
    public static string Mention(string page) => $" See {PathOf(page)}.";

    /// <summary>An exception about the state of things, whose message is followed by the page and the module's path.</summary>
    public static InvalidOperationException State(string page, string message) => new($"{message}{Mention(page)}{NameScope.Suffix}") { HelpLink = PathOf(page) };
}
