using System.Buffers.Binary;
using AutoGrad.IO;

namespace AutoGrad.Tests.Samples;

/// <summary>Four files in MNIST's format, from the digits beside the samples: MNIST itself may not be kept here.</summary>
internal static class MnistLike
{
    /// <summary>Stands for the four names on a command line.</summary>
    public const string Placeholder = "{idx}";

    private const int Side = 28;

    /// <summary>The command line with the names of the files, which are written, in the place of <see cref="Placeholder"/>.</summary>
    public static string[] InPlace(string[] arguments) => [.. arguments.SelectMany(a => a == Placeholder ? Write() : [a])];

    private static string[] Write()
    {
        var table = Csv.Load(Path.Combine(SampleProgram.Folder, "data", "digits.csv.gz"));
        var folder = Directory.CreateDirectory(Path.Combine(TestContext.CurrentContext.WorkDirectory, "mnist-like")).FullName;
        return [.. Part(table[..1400], Path.Combine(folder, "train")), .. Part(table[1400..], Path.Combine(folder, "test"))];
    }

    // each pixel becomes 3 x 3 of them, with a border of 2
    private static string[] Part(Tensor table, string name)
    {
        var (count, from) = (table.Shape[0], table.ToArray<float>());
        var (images, labels) = (new byte[count * Side * Side], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)from[65 * i + 64];
            for (var row = 0; row < 24; row++)
                for (var column = 0; column < 24; column++)
                    images[(i * Side + row + 2) * Side + column + 2] = (byte)Math.Min(255, 16 * from[65 * i + row / 3 * 8 + column / 3]);
        }
        Save($"{name}-images", [count, Side, Side], images);
        Save($"{name}-labels", [count], labels);
        return [$"{name}-images", $"{name}-labels"];
    }

    private static void Save(string path, int[] extents, byte[] content)
    {
        var header = new byte[4 + 4 * extents.Length];
        (header[2], header[3]) = (0x08, (byte)extents.Length);
        for (var i = 0; i < extents.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), extents[i]);
        File.WriteAllBytes(path, [.. header, .. content]);
    }
}
