namespace AutoGrad.Visualization;

/// <summary>A part of the page that the build embedded.</summary>
internal static class PageResource
{
    public static string Read(string name)
    {
        using var stream = typeof(PageResource).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly was built without {name}: build the project again, with npm installed.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
