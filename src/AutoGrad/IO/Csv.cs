using System.Globalization;
using System.Numerics;

namespace AutoGrad.IO;

/// <summary>Reads tables of numbers: one row a line, cells separated by commas or another character.</summary>
public static class Csv
{
    /// <summary>Reads a table, compressed with gzip if the file's name ends in <c>.gz</c>.</summary>
    /// <remarks>
    /// Numbers are written as in C#, with a point; a line may end with a line feed or with carriage return and line feed.
    /// There are no quotes; an empty cell, NaN and infinities are refused. A header is passed over if it is counted in
    /// <paramref name="skipLines"/>.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="dtype">The element type of the result, not Bool.</param>
    /// <param name="skipLines">How many lines to pass over at the beginning: 1 for a header.</param>
    /// <param name="separator">What stands between two cells: neither part of a number nor a space.</param>
    /// <returns>A tensor [rows, columns]; [0, 0] for an empty file.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is compressed and cut short or damaged, a row has more or fewer cells than the first, or a cell is no number that the element type holds. The message names file, line and column.</exception>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is Bool, or <paramref name="separator"/> could be part of a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="skipLines"/> is negative.</exception>
    public static Tensor Load(string path, DType dtype = DType.Float32, int skipLines = 0, char separator = ',')
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(skipLines);
        if (char.IsLetterOrDigit(separator) || separator is '.' or '+' or '-' or ' ' or '\r' or '\n')
            throw new ArgumentException($"'{separator}' cannot separate numbers: it may be part of one, or of a line's end.", nameof(separator));
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        var lines = ReadLines(path);
        if (lines.Count > 0 && lines.Count < skipLines) throw new InvalidDataException($"{path}: there are {lines.Count} lines, so {skipLines} cannot be passed over.");
        lines.RemoveRange(0, Math.Min(skipLines, lines.Count));
        var table = Tensor.New([lines.Count, lines.Count == 0 ? 0 : lines[0].AsSpan().Count(separator) + 1], dtype);
        Dispatch.Number("Csv.Load", dtype, new Parser(path, lines, table, skipLines, separator));
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

    private readonly struct Parser(string path, List<string> lines, Tensor table, int skipped, char separator) : INumberKernel
    {
        public void Run<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var cells = table.Span<T>();
            var columns = table.Shape[1];
            for (var row = 0; row < lines.Count; row++) ParseLine(lines[row], skipped + row + 1, cells.Slice(row * columns, columns));
        }

        private void ParseLine<T>(ReadOnlySpan<char> line, int number, Span<T> cells) where T : INumber<T>
        {
            var count = line.Count(separator) + 1;
            if (count != cells.Length) throw new InvalidDataException($"{path}, line {number}: there are {count} cells, but line {skipped + 1} has {cells.Length}.");
            var column = 0;
            foreach (var range in line.Split(separator))
            {
                if (!T.TryParse(line[range], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !T.IsFinite(value))
                    throw new InvalidDataException($"{path}, line {number}, column {column + 1}: '{line[range]}' is no {table.DType} number.");
                cells[column++] = value;
            }
        }
    }
}
