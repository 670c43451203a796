using System.Globalization;
using System.Numerics;

namespace AutoGrad.IO;

/// <summary>Reads tables of numbers: one row a line, cells separated by commas.</summary>
public static class Csv
{
    /// <summary>Reads a table, compressed with gzip if the file's name ends in <c>.gz</c>.</summary>
    /// <remarks>
    /// Numbers are written as in C#, with a point; a line may end with a line feed or with carriage return and line feed.
    /// There are no quotes and no header; an empty cell, NaN and infinities are refused.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="dtype">The element type of the result, not Bool.</param>
    /// <returns>A tensor [rows, columns]; [0, 0] for an empty file.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is compressed and cut short or damaged, a row has more or fewer cells than the first, or a cell is no number that the element type holds. The message names file, line and column.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is Bool.</exception>
    public static Tensor Load(string path, DType dtype = DType.Float32)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        var lines = ReadLines(path);
        var table = Tensor.New([lines.Count, lines.Count == 0 ? 0 : lines[0].AsSpan().Count(',') + 1], dtype);
        Dispatch.Number("Csv.Load", dtype, new Parser(path, lines, table));
        return table.AsData();
    }

    private static List<string> ReadLines(string path)
    {
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new MemoryStream(Gzip.Decompress(path)) : File.OpenRead(path);
        using var text = new StreamReader(stream);
        var lines = new List<string>();
        while (text.ReadLine() is { } line) lines.Add(line);
        return lines;
    }

    private readonly struct Parser(string path, List<string> lines, Tensor table) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var cells = table.Span<T>();
            var columns = table.Shape[1];
            for (var row = 0; row < lines.Count; row++) ParseLine(lines[row], row + 1, cells.Slice(row * columns, columns));
        }

        private void ParseLine<T>(ReadOnlySpan<char> line, int number, Span<T> cells) where T : INumber<T>
        {
            var count = line.Count(',') + 1;
            if (count != cells.Length) throw new InvalidDataException($"{path}, line {number}: there are {count} cells, but line 1 has {cells.Length}.");
            var column = 0;
            foreach (var range in line.Split(','))
            {
                if (!T.TryParse(line[range], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !T.IsFinite(value))
                    throw new InvalidDataException($"{path}, line {number}, column {column + 1}: '{line[range]}' is no {table.DType} number.");
                cells[column++] = value;
            }
        }
    }
}
