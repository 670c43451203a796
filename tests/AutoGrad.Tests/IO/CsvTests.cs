using System.IO.Compression;
using System.Text;
using AutoGrad.IO;

namespace AutoGrad.Tests.IO;

public class CsvTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("autograd-csv-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string Write(string text, string name = "table.csv")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [TestCase("1,2.5\n-3e2, 4 \n")]
    [TestCase("1,2.5\r\n-3e2,4")]
    public void Numbers_are_read_row_by_row(string text)
    {
        var table = Csv.Load(Write(text));
        table.Shape.ShouldBe(new Shape(2, 2));
        table.ToArray<float>().ShouldBe([1, 2.5f, -300, 4]);
        Csv.Load(Write(text), DType.Float64).ToArray<double>().ShouldBe([1, 2.5, -300, 4]);
    }

    [Test]
    public void A_header_is_passed_over_and_other_separators_are_read()
    {
        Csv.Load(Write("width;height\n1;2\n3;4\n"), skipLines: 1, separator: ';').ToArray<float>().ShouldBe([1, 2, 3, 4]);
        Csv.Load(Write("1\t-2\n"), separator: '\t').ToArray<float>().ShouldBe([1, -2]);
        Csv.Load(Write("a,b\n"), skipLines: 1).Shape.ShouldBe(new Shape(0, 0));
        Should.Throw<InvalidDataException>(() => Csv.Load(Write("a,b\n1,2\n3\n"), skipLines: 1)).Message.ShouldContain("line 3: there are 1 cells, but line 2 has 2");
        Should.Throw<InvalidDataException>(() => Csv.Load(Write("a,b\n"), skipLines: 2)).Message.ShouldContain("1 lines");
        Should.Throw<ArgumentException>(() => Csv.Load(Write("1.2\n"), separator: '.')).Message.ShouldContain("'.'");
        Should.Throw<ArgumentOutOfRangeException>(() => Csv.Load(Write("1\n"), skipLines: -1));
    }

    [Test]
    public void Large_integers_stay_exact() => Csv.Load(Write("9007199254740993\n"), DType.Int64).ToArray<long>().ShouldBe([9007199254740993]);

    [Test]
    public void An_empty_file_is_a_table_without_rows() => Csv.Load(Write("")).Shape.ShouldBe(new Shape(0, 0));

    [Test]
    public void A_missing_file_is_named() =>
        Should.Throw<FileNotFoundException>(() => Csv.Load(Path.Combine(_folder, "nowhere", "none.csv"))).Message.ShouldContain("none.csv");

    [TestCase("1,2\n3\n", "line 2: there are 1 cells, but line 1 has 2")]
    [TestCase("1,2\n3,4,5\n", "line 2: there are 3 cells")]
    [TestCase("1,2\n\n3,4\n", "line 2: there are 1 cells")]
    [TestCase("1,2\n3,abc\n", "line 2, column 2: 'abc'")]
    [TestCase("1,\n", "line 1, column 2: ''")]
    [TestCase("1,NaN\n", "line 1, column 2: 'NaN'")]
    [TestCase("1e999\n", "line 1, column 1: '1e999'")]
    [TestCase("\n", "line 1, column 1: ''")]
    public void What_is_wrong_is_named_with_file_line_and_column(string text, string expected)
    {
        var message = Should.Throw<InvalidDataException>(() => Csv.Load(Write(text))).Message;
        message.ShouldContain("table.csv");
        message.ShouldContain(expected);
    }

    [Test]
    public void Integers_must_fit() => Should.Throw<InvalidDataException>(() => Csv.Load(Write("1\n2.5\n"), DType.Int32)).Message.ShouldContain("line 2, column 1");

    [Test]
    public void Truth_values_are_no_numbers() => Should.Throw<ArgumentException>(() => Csv.Load(Write("1\n"), DType.Bool));

    [Test]
    public void A_compressed_file_cut_anywhere_is_refused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(Encoding.ASCII.GetBytes("1,2\n3,4\n"));
        var (bytes, path) = (packed.ToArray(), Path.Combine(_folder, "table.csv.gz"));
        File.WriteAllBytes(path, bytes);
        Csv.Load(path).ToArray<float>().ShouldBe([1, 2, 3, 4]);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Should.Throw<InvalidDataException>(() => Csv.Load(path), $"cut to {length} of {bytes.Length} bytes").Message.ShouldContain("table.csv.gz");
        }
    }
}
